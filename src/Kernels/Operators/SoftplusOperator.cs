using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>ln(1 + e^x); x itself above 20, as PyTorch has it (beta 1, threshold 20).</summary>
public readonly struct SoftplusOperator : IUnaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V e = ExpOperator.Apply<W, V, T>(x);
        return W.Select(W.Less(W.Create(20), x), x, Log1pOperator.Apply<W, V, T>(e));
    }
}
