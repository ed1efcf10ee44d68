using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>The smaller; NaN if either is.</summary>
[FewInstructions]
public readonly struct MinimumOperator : IBinaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x, V y)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged =>
        W.Min(x, y);
}
