using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>tanh: a rational function in float32, by e^x − 1 in float64.</summary>
internal static class TanhMath
{
    /// <summary>x·P(x²)/Q(x²) on |x| ≤ 9.01, beyond which tanh rounds to ±1; minimax in the relative error (2^−29.5).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Rational<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        x = W.MaxNative(W.Create(-9.01), W.MinNative(W.Create(9.01), x));
        V z = W.Multiply(x, x);
        V p = W.MultiplyAdd(W.Create(-1.2222770452236677e-11), z, W.Create(3.0610994241876265e-8));
        p = W.MultiplyAdd(p, z, W.Create(2.801823651019805e-5));
        p = W.MultiplyAdd(p, z, W.Create(0.0038688611294726225));
        p = W.MultiplyAdd(p, z, W.Create(0.13680340510105567));
        p = W.MultiplyAdd(p, z, W.Create(0.99999999870680033));
        V q = W.MultiplyAdd(W.Create(1.2881203744866474e-6), z, W.Create(0.00039395720951672769));
        q = W.MultiplyAdd(q, z, W.Create(0.027247790172362488));
        q = W.MultiplyAdd(q, z, W.Create(0.47013672583661006));
        q = W.MultiplyAdd(q, z, W.Create(1));
        return W.Divide(W.Multiply(x, p), q);
    }

    /// <summary>t/(t + 2) with t = e^(2|x|) − 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ByExpm1<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V a = W.MinNative(W.Create(22), W.Abs(x));
        V t = Expm1Operator.Apply<W, V, T>(W.Add(a, a));
        return W.Or(W.Divide(t, W.Add(t, W.Create(2))), W.And(x, W.Create(-0.0)));
    }
}
