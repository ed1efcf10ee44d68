using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>max(0, x); NaN stays NaN.</summary>
[FewInstructions]
public readonly struct ReluOperator : IUnaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged =>
        W.MaxNative(W.Create(0), x);
}
