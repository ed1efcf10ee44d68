using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>A mask: x ≠ y, true for NaN.</summary>
[FewInstructions]
public readonly struct NotEqualOperator : IBinaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x, V y)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged =>
        W.Not(W.Equal(x, y));
}
