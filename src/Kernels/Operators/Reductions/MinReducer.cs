using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>The smallest, NaN if any is; from +∞ or the greatest integer.</summary>
public readonly struct MinReducer : IReducer
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x, V y)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged => W.Min(x, y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Identity<W, V, T>()
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged => W.Create(double.PositiveInfinity);
}
