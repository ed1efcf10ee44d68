using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>The greatest, NaN if any is; from −∞ or the smallest integer.</summary>
public readonly struct MaxReducer : IReducer
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x, V y)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged => W.Max(x, y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Identity<W, V, T>()
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged => W.Create(double.NegativeInfinity);
}
