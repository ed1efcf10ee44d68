using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>
/// a·Φ(−a) for a ≥ 0, with the tail Φ(−a) = e^(−a²/2)·G(a) of the normal distribution and the slowly varying
/// G(a) = ½·erfcx(a/√2). The exponential is of a² with its rounding error, and is scaled last, so the relative accuracy
/// stays the same down to the smallest numbers.
/// </summary>
internal static class NormalMath
{
    /// <summary>
    /// In float32: the reduction is that of <see cref="ExpMath"/> for x = −s/2 with s = a², in u = s + 2n·ln 2 instead
    /// of −u/2, whose factor is in the coefficients. The float32 number next to 2·ln 2 is greater by δ = 3.8·10^−9, which multiplies the
    /// result by e^(δ·s/(4·ln 2)): G is fitted divided by that. It is p/q with q = 2p + a·(κ·p + r), where κ is nearly √(2π), after the
    /// two limits of 1/G, 2 and √(2π)·a: a·r is at most a fifth of q, so that errors of p and r hardly count.
    /// </summary>
    /// <remarks>
    /// p, r and κ are minimax in the relative error (2^−27.1), p monic: the condition |p − G·q| ≤ ε·G·q at 400 points a = 3w/(1 − w), w
    /// Chebyshev points, is a linear program for a given κ. Coefficients became float32 numbers one by one from the lowest, the program
    /// solved again after each; of the κ that allow ε below 2^−26 this one has the least greatest error over the numbers themselves.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tail32<W, V, T>(V a)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        a = W.MinNative(W.Create(14.5), a);
        V s = W.Multiply(a, a);
        V n = W.Round(W.Multiply(s, W.Create(-0.72134752044448170)));
        V u = DoubleWord.MultiplyAdd<W, V, T>(n, W.Create(1.3862943649291992), s);
        u = W.Add(u, DoubleWord.ProductError<W, V, T>(a, a, s));

        V e = W.MultiplyAdd(W.Create(0.001381447122319572 / 64), u, W.Create(-0.0083687806896730146 / 32));
        e = W.MultiplyAdd(e, u, W.Create(0.041668394148731736 / 16));
        e = W.MultiplyAdd(e, u, W.Create(-0.16666520104806593 / 8));
        e = W.MultiplyAdd(e, u, W.Create(0.49999993412685784 / 4));
        e = W.MultiplyAdd(e, u, W.Create(-0.5));

        // a·e^(−u/2) = a + (a·u)·e: one rounding less than the product.
        V product = W.MultiplyAdd(W.Multiply(a, u), e, a);
        return W.ScaleB(W.Multiply(product, Ratio<W, V, T>(a)), n);
    }

    /// <summary>p/q.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Ratio<W, V, T>(V a)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V p = W.MultiplyAdd(W.Add(a, W.Create(10.033441543579102)), a, W.Create(45.742034912109375));
        p = W.MultiplyAdd(p, a, W.Create(110.38077545166016));
        p = W.MultiplyAdd(p, a, W.Create(127.26302337646484));
        V r = W.MultiplyAdd(W.Create(-1.9977622032165527), a, W.Create(-17.601980209350586));
        r = W.MultiplyAdd(r, a, W.Create(-65.76477813720703));
        r = W.MultiplyAdd(r, a, W.Create(-115.9143295288086));

        // Without a fused operation the product κ·p, which is greater than the sum, would cost half a unit.
        V slope = DoubleWord.MultiplyAdd<W, V, T>(W.Create(2.506594181060791), p, r);
        return W.Divide(p, W.MultiplyAdd(slope, a, W.Add(p, p)));
    }

    /// <summary>In float64, where G comes from the error function's erfcx.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tail64<W, V, T>(V a)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        a = W.MinNative(W.Create(40), a);
        V half = W.Multiply(W.Create(-0.5), a);
        V square = W.Multiply(half, a);
        V n = ExpMath.Quotient<W, V, T>(square);
        V r = W.Add(ExpMath.Remainder<W, V, T>(square, n), DoubleWord.ProductError<W, V, T>(half, a, square));
        V tail = ErfMath.ScaledComplement<W, V, T>(a, 0.70710678118654752);
        return W.ScaleB(W.Multiply(W.Multiply(W.Negate(half), ExpMath.OfRemainder<W, V, T>(r)), tail), n);
    }
}
