using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>x · y, from 1.</summary>
public readonly struct ProductReducer : IReducer
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x, V y)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged => W.Multiply(x, y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Identity<W, V, T>()
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged => W.Create(1);
}
