using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>ln x; −∞ for 0, NaN for negatives.</summary>
public readonly struct LogOperator : IUnaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V n = LogMath.Exponent<W, V, T>(x);
        return LogMath.OfParts<W, V, T>(n, W.Subtract(LogMath.Mantissa<W, V, T>(x), W.Create(1)));
    }
}
