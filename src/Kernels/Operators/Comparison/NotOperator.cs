using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>Bitwise not: the complement of a mask or of an integer.</summary>
[FewInstructions]
public readonly struct NotOperator : IUnaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged =>
        W.Not(x);
}
