using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>1 − x for booleans stored as integers 0 and 1.</summary>
[FewInstructions]
public readonly struct BooleanNotOperator : IUnaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged => W.Xor(x, W.Create(1));
}
