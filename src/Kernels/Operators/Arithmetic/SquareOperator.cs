using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>x².</summary>
[FewInstructions]
public readonly struct SquareOperator : IUnaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged =>
        W.Multiply(x, x);
}
