using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>
/// e^x = 2^n · e^r with n = round(x / ln 2) and r = x − n·ln 2, |r| ≤ ½ ln 2 (Cody and Waite, "Software Manual for the
/// Elementary Functions", 1980). The polynomials are minimax in the relative error, found by Remez' algorithm.
/// </summary>
internal static class ExpMath
{
    /// <summary>A constant that differs between float32 and float64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Constant<W, V, T>(double float32, double float64)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged => W.Create(typeof(T) == typeof(float) ? float32 : float64);

    /// <summary>n = round(x / ln 2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Quotient<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged => W.Round(W.Multiply(x, W.Create(1.4426950408889634)));

    /// <summary>r = x − n·ln 2; the first of the two products is needed in full.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Remainder<W, V, T>(V x, V n)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V r = DoubleWord.MultiplyAdd<W, V, T>(n, Constant<W, V, T>(-0.69314712285995483398, -0.69314718055994528623), x);
        return W.MultiplyAdd(n, Constant<W, V, T>(-5.7699988786907852e-8, -2.3190468138462995584e-17), r);
    }

    /// <summary>e^r for |r| ≤ ½ ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V OfRemainder<W, V, T>(V r)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged =>
        W.MultiplyAdd(W.MultiplyAdd(Tail<W, V, T>(r), r, W.Create(1)), r, W.Create(1));

    /// <summary>e^r − 1 for |r| ≤ ½ ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V OfRemainderMinusOne<W, V, T>(V r)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged => W.MultiplyAdd(W.Multiply(r, r), Tail<W, V, T>(r), r);

    /// <summary>e^x for x ≤ 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V OfNegative<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        x = W.MaxNative(Constant<W, V, T>(-104, -746), x);
        V n = Quotient<W, V, T>(x);
        return W.ScaleB(OfRemainder<W, V, T>(Remainder<W, V, T>(x, n)), n);
    }

    /// <summary>
    /// e^−|x| as p · 2^n, for products that are scaled last, so that underflow rounds once. <paramref name="a"/> is −|x|, bounded where
    /// a · e^a is 0 for certain.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V OfMagnitude<W, V, T>(V x, out V a, out V n)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        a = W.MaxNative(Constant<W, V, T>(-112, -760), W.Or(x, W.Create(-0.0)));
        n = Quotient<W, V, T>(a);
        return OfRemainder<W, V, T>(Remainder<W, V, T>(a, n));
    }

    /// <summary>(e^r − 1 − r) / r².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Tail<W, V, T>(V r)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        if (typeof(T) != typeof(float))
        {
            return Tail64<W, V, T>(r);
        }

        V p = W.MultiplyAdd(W.Create(0.001381447122319572), r, W.Create(0.0083687806896730146));
        p = W.MultiplyAdd(p, r, W.Create(0.041668394148731736));
        p = W.MultiplyAdd(p, r, W.Create(0.16666520104806593));
        return W.MultiplyAdd(p, r, W.Create(0.49999993412685784));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Tail64<W, V, T>(V r)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V p = W.MultiplyAdd(W.Create(2.0826521076944229002e-9), r, W.Create(2.5112144958402573554e-8));
        p = W.MultiplyAdd(p, r, W.Create(2.7557582849046542881e-7));
        p = W.MultiplyAdd(p, r, W.Create(2.7557234557322121921e-6));
        p = W.MultiplyAdd(p, r, W.Create(0.000024801586924536610327));
        p = W.MultiplyAdd(p, r, W.Create(0.0001984126989668257446));
        p = W.MultiplyAdd(p, r, W.Create(0.0013888888889117301732));
        p = W.MultiplyAdd(p, r, W.Create(0.0083333333333169163258));
        p = W.MultiplyAdd(p, r, W.Create(0.041666666666666089034));
        p = W.MultiplyAdd(p, r, W.Create(0.16666666666666683572));
        return W.MultiplyAdd(p, r, W.Create(0.5));
    }

    /// <summary>e^x − 1, accurate near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V MinusOne<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        // 2^n·(e^r − 1) + 2^n − 1 = 2^n·((e^r − 1) + (1 − 2^−n)): no overflow before the result does.
        V bounded = W.MaxNative(Constant<W, V, T>(-20, -40), W.MinNative(Constant<W, V, T>(90, 711), x));
        V n = Quotient<W, V, T>(bounded);
        V q = OfRemainderMinusOne<W, V, T>(Remainder<W, V, T>(bounded, n));
        V result = W.ScaleB(W.Add(W.Subtract(W.Create(1), W.ScaleB(W.Create(1), W.Negate(n))), q), n);
        return W.Select(W.Equal(x, W.Create(0)), x, result);
    }
}
