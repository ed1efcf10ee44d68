using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>tanh: a rational function in float32, by e^x − 1 in float64.</summary>
internal static class TanhMath
{
    /// <summary>
    /// tanh x = 2r/(1 + r²) with r = tanh(x/2) = N/D, that is 2ND/(D² + N²): near ±1 the errors of r cancel to second order.
    /// N = ½|x|·P(x²) and D = Q(x²) are minimax among polynomials with float32 coefficients (2^−26.7), both multiplied by 1.84375:
    /// D and D² then lie just below powers of two for small x, where what rounding takes is half of what it takes just above.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Rational<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        const double Scale = 1.84375;
        V a = W.MinNative(W.Create(9.1), W.Abs(x));
        V z = W.Multiply(a, a);
        V p = W.MultiplyAdd(W.Create(2 * Scale * 5.697416054317728e-5), z, W.Create(2 * Scale * 0.014879666268825531));
        V n = W.Multiply(W.MultiplyAdd(p, z, W.Create(Scale)), a);
        V d = W.MultiplyAdd(W.Create(2 * Scale * 1.2227582146806526e-6), z, W.Create(2 * Scale * 0.0012050429359078407));
        d = W.MultiplyAdd(d, z, W.Create(2 * Scale * 0.11309262365102768));
        d = W.MultiplyAdd(d, z, W.Create(2 * Scale));

        // n = 2N and d = 2D: 2n·d over d² + n².
        V result = W.Divide(W.Multiply(W.Add(n, n), d), W.MultiplyAdd(d, d, W.Multiply(n, n)));
        result = W.MinNative(W.Create(1), result);
        return W.Or(result, W.And(x, W.Create(-0.0)));
    }

    /// <summary>t/(t + 2) with t = e^(2|x|) − 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ByExpm1<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V a = W.MinNative(W.Create(22), W.Abs(x));
        V t = ExpMath.MinusOne<W, V, T>(W.Add(a, a));
        return W.Or(W.Divide(t, W.Add(t, W.Create(2))), W.And(x, W.Create(-0.0)));
    }
}
