using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>e^x; overflows to +∞ above 88.7 (float64: 709.8), underflows gradually.</summary>
public readonly struct ExpOperator : IUnaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        // Beyond these bounds the result is +∞ or 0 for certain; inside, n and r stay finite. NaN passes both.
        x = W.MaxNative(ExpMath.Constant<W, V, T>(-104, -746), W.MinNative(ExpMath.Constant<W, V, T>(89, 710), x));
        V n = ExpMath.Quotient<W, V, T>(x);
        return W.ScaleB(ExpMath.OfRemainder<W, V, T>(ExpMath.Remainder<W, V, T>(x, n)), n);
    }
}
