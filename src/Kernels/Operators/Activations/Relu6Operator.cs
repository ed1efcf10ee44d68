using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>min(max(x, 0), 6); NaN stays NaN.</summary>
[FewInstructions]
public readonly struct Relu6Operator : IUnaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged =>
        W.MinNative(W.Create(6), W.MaxNative(W.Create(0), x));
}
