using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>x · Φ(x) with the exact normal distribution Φ(x) = ½·erfc(−x/√2).</summary>
public readonly struct GeluOperator : IUnaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        // x·Φ(x) = max(x, 0) − t with t = |x|·Φ(−|x|) = |x|·e^(−x²/2)·G(|x|), G a smooth and slowly varying function:
        // accurate in the far negative tail, where 1 + erf would cancel.
        V a = W.MinNative(ExpMath.Constant<W, V, T>(14.5, 40), W.Abs(x));
        V half = W.Multiply(W.Create(-0.5), a);
        V square = W.Multiply(half, a);
        V n = ExpMath.Quotient<W, V, T>(square);
        V r = W.Add(ExpMath.Remainder<W, V, T>(square, n), W.MultiplyAdd(half, a, W.Negate(square)));
        V t = W.ScaleB(W.Multiply(W.Multiply(a, ExpMath.OfRemainder<W, V, T>(r)), ErfMath.NormalTail<W, V, T>(a)), n);
        return W.Subtract(W.MaxNative(W.Create(0), x), t);
    }
}
