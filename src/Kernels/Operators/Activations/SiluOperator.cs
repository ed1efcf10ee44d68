using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>x · sigmoid(x), also called swish.</summary>
public readonly struct SiluOperator : IUnaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        // With e = e^−|x| = p·2^n: x/(1 + e) for x ≥ 0, x·e/(1 + e) for x < 0; scaled last, so that underflow rounds once.
        V p = ExpMath.OfMagnitude<W, V, T>(x, out V a, out V n);
        V negative = W.Less(x, W.Create(0));
        V quotient = W.Divide(W.Select(negative, W.Multiply(a, p), x), W.Add(W.Create(1), W.ScaleB(p, n)));
        return W.ScaleB(quotient, W.And(negative, n));
    }
}
