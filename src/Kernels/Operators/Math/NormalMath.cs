using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>
/// a·Φ(−a) for a ≥ 0, with the tail Φ(−a) = e^(−a²/2)·G(a) of the normal distribution and the slowly varying
/// G(a) = ½·erfcx(a/√2). The exponential is of a² with its rounding error, and is scaled last, so the relative accuracy
/// stays the same down to the smallest numbers.
/// </summary>
internal static class NormalMath
{
    // What a·G(a) of float32 tends to: the first coefficient of p.
    private const double Limit = 0.3989468216896057;

    /// <summary>
    /// In float32: the reduction is that of <see cref="ExpMath"/> for x = −s/2 with s = a², in u = s + 2n·ln 2 instead
    /// of −u/2, whose factor is in the coefficients; G is minimax among rational functions with float32 coefficients
    /// (2^−26.6) and a monic denominator.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tail32<W, V, T>(V a)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        a = W.MinNative(W.Create(14.5), a);
        V s = W.Multiply(a, a);
        V n = W.Round(W.Multiply(s, W.Create(-0.72134752044448170)));
        V u = DoubleWord.MultiplyAdd<W, V, T>(n, W.Create(1.38629424571990966796), s);
        u = W.MultiplyAdd(n, W.Create(1.15399977573815704e-7), u);
        u = W.Add(u, DoubleWord.ProductError<W, V, T>(a, a, s));

        V e = W.MultiplyAdd(W.Create(0.001381447122319572 / 64), u, W.Create(-0.0083687806896730146 / 32));
        e = W.MultiplyAdd(e, u, W.Create(0.041668394148731736 / 16));
        e = W.MultiplyAdd(e, u, W.Create(-0.16666520104806593 / 8));
        e = W.MultiplyAdd(e, u, W.Create(0.49999993412685784 / 4));
        e = W.MultiplyAdd(e, u, W.Create(-0.5));

        // From ½ on a·G(a) comes near a constant: as the constant minus R/q, with R = constant·q − a·p, it is hardly touched by what R and q round.
        V far = W.Less(W.Create(0.5), a);
        V factor = W.Select(far, W.Create(1), a);
        // factor·e^(−u/2) = factor + (factor·u)·e: one rounding less than the product.
        V product = W.MultiplyAdd(W.Multiply(factor, u), e, factor);
        V quotient = W.Divide(W.Select(far, FarNumerator<W, V, T>(a), NearNumerator<W, V, T>(a)), Denominator<W, V, T>(a));
        V rest = W.Select(far, W.Subtract(W.Create(Limit), quotient), quotient);
        return W.ScaleB(W.Multiply(product, rest), n);
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
        V tail = ErfMath.ScaledComplement<W, V, T>(W.Multiply(a, W.Create(0.70710678118654752)));
        return W.ScaleB(W.Multiply(W.Multiply(W.Negate(half), ExpMath.OfRemainder<W, V, T>(r)), tail), n);
    }

    /// <summary>p in G = p/q.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V NearNumerator<W, V, T>(V a)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V p = W.MultiplyAdd(W.Create(Limit), a, W.Create(3.9383633136749268));
        p = W.MultiplyAdd(p, a, W.Create(17.758573532104492));
        p = W.MultiplyAdd(p, a, W.Create(42.47370910644531));
        return W.MultiplyAdd(p, a, W.Create(48.44229507446289));
    }

    /// <summary>R in a·G = constant − R/q.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V FarNumerator<W, V, T>(V a)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V r = W.MultiplyAdd(W.Create(0.00029071368044242263), a, W.Create(0.3934140205383301));
        r = W.MultiplyAdd(r, a, W.Create(4.0160932540893555));
        r = W.MultiplyAdd(r, a, W.Create(16.286893844604492));
        return W.MultiplyAdd(r, a, W.Create(38.651798248291016));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Denominator<W, V, T>(V a)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V q = W.Add(a, W.Create(9.872629165649414));
        q = W.MultiplyAdd(q, a, W.Create(45.4997673034668));
        q = W.MultiplyAdd(q, a, W.Create(116.53132629394531));
        q = W.MultiplyAdd(q, a, W.Create(162.2501678466797));
        return W.MultiplyAdd(q, a, W.Create(96.88459014892578));
    }
}
