using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>ln(1 + e^x).</summary>
public readonly struct SoftplusOperator : IUnaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        // max(x, 0) + ln(1 + e^−|x|): no overflow, and exact however large x is.
        V e = ExpMath.OfNegative<W, V, T>(W.Or(x, W.Create(-0.0)));
        return W.Add(W.MaxNative(W.Create(0), x), Log1pOperator.Apply<W, V, T>(e));
    }
}
