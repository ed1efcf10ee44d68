using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>
/// The greater, NaN if either is; of two zeros the second. Three instructions, where <see cref="MaxReducer"/> orders zeros too.
/// </summary>
internal readonly struct GreatestReducer : IReducer
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x, V y)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged => W.Select(W.Equal(x, x), W.MaxNative(x, y), x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Identity<W, V, T>()
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged => MaxReducer.Identity<W, V, T>();
}
