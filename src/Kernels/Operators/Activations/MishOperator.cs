using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>x · tanh(ln(1 + e^x)).</summary>
public readonly struct MishOperator : IUnaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        // tanh(ln u) = (u² − 1)/(u² + 1) with u = 1 + e^x. With e = e^−|x| = p·2^n that is 1 − 2e²/(1 + 2e + 2e²) for x ≥ 0 and
        // e·(1 − e·(1 + e)/(2 + 2e + e²)) for x < 0, where the fractions are at most 2/5. Scaled last, so that underflow rounds once.
        V p = ExpMath.OfMagnitude<W, V, T>(x, out V a, out V n);
        V e = W.ScaleB(p, n), one = W.Create(1), two = W.Create(2);
        V negative = W.Less(x, W.Create(0));
        V square = W.Multiply(e, e), sum = W.MultiplyAdd(two, e, W.Select(negative, two, one));
        V numerator = W.Select(negative, W.Add(e, square), W.Add(square, square));
        V fraction = W.Divide(numerator, W.Add(sum, W.Select(negative, square, numerator)));
        V factor = W.Select(negative, W.Multiply(a, p), x);
        return W.ScaleB(W.Multiply(factor, W.Subtract(one, fraction)), W.And(negative, n));
    }
}
