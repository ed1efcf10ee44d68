using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>x + y.</summary>
[FewInstructions]
public readonly struct AddOperator : IBinaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x, V y)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged =>
        W.Add(x, y);
}
