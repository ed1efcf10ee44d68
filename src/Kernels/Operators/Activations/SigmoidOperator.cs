using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>1 / (1 + e^−x), with full relative accuracy for negative x too.</summary>
public readonly struct SigmoidOperator : IUnaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        // With e = e^−|x| ≤ 1: 1/(1 + e) for x ≥ 0, e/(1 + e) for x < 0: no overflow and no cancellation.
        V e = ExpMath.OfNegative<W, V, T>(W.Or(x, W.Create(-0.0)));
        return W.Divide(W.Select(W.Less(x, W.Create(0)), e, W.Create(1)), W.Add(W.Create(1), e));
    }
}
