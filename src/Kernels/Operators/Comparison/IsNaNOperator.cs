using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>A mask: x is not a number.</summary>
[FewInstructions]
public readonly struct IsNaNOperator : IUnaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged =>
        W.Not(W.Equal(x, x));
}
