using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>x / y; integers truncate towards zero and give 0 for y = 0.</summary>
public readonly struct DivideOperator : IBinaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x, V y)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged =>
        W.Divide(x, y);
}
