using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>e^x − 1, accurate near 0.</summary>
public readonly struct Expm1Operator : IUnaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        // 2^n·(e^r − 1) + 2^n − 1 = 2^n·((e^r − 1) + (1 − 2^−n)): no overflow before the result does.
        V bounded = W.MaxNative(ExpMath.Constant<W, V, T>(-20, -40), W.MinNative(ExpMath.Constant<W, V, T>(90, 711), x));
        V n = ExpMath.Quotient<W, V, T>(bounded);
        V q = ExpMath.OfRemainderMinusOne<W, V, T>(ExpMath.Remainder<W, V, T>(bounded, n));
        V result = W.ScaleB(W.Add(W.Subtract(W.Create(1), W.ScaleB(W.Create(1), W.Negate(n))), q), n);
        return W.Select(W.Equal(x, W.Create(0)), x, result);
    }
}
