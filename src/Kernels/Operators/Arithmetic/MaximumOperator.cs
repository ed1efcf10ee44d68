using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>The greater; NaN if either is.</summary>
[FewInstructions]
public readonly struct MaximumOperator : IBinaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x, V y)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged =>
        W.Max(x, y);
}
