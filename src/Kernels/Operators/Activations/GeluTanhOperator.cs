using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>The tanh approximation of GELU: ½·x·(1 + tanh(√(2/π)·(x + 0.044715·x³))).</summary>
public readonly struct GeluTanhOperator : IUnaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        // ½·(1 + tanh(u)) = sigmoid(2u), so with w = 2|u| and e = e^−w = p·2^n it is x/(1 + e) or, for x < 0, x·e/(1 + e).
        // w reaches 100, where its rounding would be an error of many units in e: so w carries its own rounding error.
        V limit = ExpMath.Constant<W, V, T>(11, 22);
        V a = W.MinNative(limit, W.Abs(x));
        V z = W.Multiply(a, a);
        V zLow = DoubleWord.ProductError<W, V, T>(a, a, z);
        V c0 = ExpMath.Constant<W, V, T>(1.595769047737121582, 1.5957691216057305894);
        V c0Low = ExpMath.Constant<W, V, T>(7.3868605454663338605e-8, 1.2235151683392209398e-16);
        V c1 = ExpMath.Constant<W, V, T>(0.071354813873767852783, 0.071354816272600235516);
        V c1Low = ExpMath.Constant<W, V, T>(2.3988322439549847331e-9, 1.3260272815998923715e-17);
        V product = W.Multiply(c1, z);
        V slope = W.Add(c0, product);
        V slopeLow = W.Add(DoubleWord.SumError<W, V, T>(c0, product, slope), DoubleWord.ProductError<W, V, T>(c1, z, product));
        slopeLow = W.MultiplyAdd(c1, zLow, W.MultiplyAdd(c1Low, z, W.Add(slopeLow, c0Low)));
        V b = W.Negate(a);
        V w = W.Multiply(b, slope);
        V wLow = W.MultiplyAdd(b, slopeLow, DoubleWord.ProductError<W, V, T>(b, slope, w));

        V n = ExpMath.Quotient<W, V, T>(w);
        V p = ExpMath.OfRemainder<W, V, T>(W.Add(ExpMath.Remainder<W, V, T>(w, n), wLow));
        V negative = W.Less(x, W.Create(0));
        V numerator = W.Select(negative, W.Multiply(b, p), x);
        V quotient = W.Divide(numerator, W.Add(W.Create(1), W.ScaleB(p, n)));
        return W.ScaleB(quotient, W.And(negative, n));
    }
}
