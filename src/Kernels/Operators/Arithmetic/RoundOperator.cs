using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>The nearest integer, halves to even.</summary>
[FewInstructions]
public readonly struct RoundOperator : IUnaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged =>
        W.Round(x);
}
