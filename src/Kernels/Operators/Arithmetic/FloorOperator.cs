using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>The greatest integer not above x.</summary>
[FewInstructions]
public readonly struct FloorOperator : IUnaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged =>
        W.Floor(x);
}
