using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>−1, 0 or 1; 0 for NaN, as in PyTorch.</summary>
[FewInstructions]
public readonly struct SignOperator : IUnaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V negative = W.And(W.Less(x, W.Create(0)), W.Create(-1));
        return W.Select(W.Less(W.Create(0), x), W.Create(1), negative);
    }
}
