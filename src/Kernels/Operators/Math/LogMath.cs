using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>
/// ln x = n·ln 2 + ln(1 + f) with x = 2^n·(1 + f) and 1 + f in [√½, √2]. float32: a minimax polynomial in f; float64:
/// the series of the inverse hyperbolic tangent of s = f/(2 + f), arranged as in FreeBSD's msun (e_log.c).
/// </summary>
internal static class LogMath
{
    /// <summary>n: the exponent, one more where the mantissa is above √2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exponent<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged =>
        W.Add(W.Exponent(x), W.And(W.Less(W.Create(1.4142135623730951), W.Mantissa(x)), W.Create(1)));

    /// <summary>1 + f: the mantissa, halved where it is above √2; NaN for negatives, 1 for 0 and +∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Mantissa<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V mantissa = W.Mantissa(x);
        return W.Select(W.Less(W.Create(1.4142135623730951), mantissa), W.Multiply(mantissa, W.Create(0.5)), mantissa);
    }

    /// <summary>−∞ for 0, NaN for negatives.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V OfZeroOrLess<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged =>
        W.Select(W.Equal(x, W.Create(0)), W.Create(double.NegativeInfinity), W.Create(double.NaN));

    /// <summary>
    /// n·ln 2 + ln(1 + f). ln 2 comes in two parts, the first with zeros at its end so that n times it is exact, the
    /// second positive so that n = ±∞ gives ±∞.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V OfParts<W, V, T>(V n, V f)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        if (typeof(T) != typeof(float))
        {
            return OfParts64<W, V, T>(n, f);
        }

        V z = W.Multiply(f, f);
        V p = W.MultiplyAdd(W.Create(-0.076345158329943863), f, W.Create(0.12761596274207681));
        p = W.MultiplyAdd(p, f, W.Create(-0.13160183278966514));
        p = W.MultiplyAdd(p, f, W.Create(0.14201754676188939));
        p = W.MultiplyAdd(p, f, W.Create(-0.16623356912302665));
        p = W.MultiplyAdd(p, f, W.Create(0.20001227065789898));
        p = W.MultiplyAdd(p, f, W.Create(-0.25000821052758739));
        p = W.MultiplyAdd(p, f, W.Create(0.33333331704152856));
        V tail = W.MultiplyAdd(n, W.Create(9.05800061445916071534e-6), W.Multiply(W.Multiply(z, f), p));
        tail = W.MultiplyAdd(z, W.Create(-0.5), tail);
        return W.MultiplyAdd(n, W.Create(0.69313812255859375), W.Add(f, tail));
    }

    /// <summary>ln(1 + f) = f − (f²/2 − s·(f²/2 + R)), R = 2·atanh(s)/s − 2 in powers of s².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V OfParts64<W, V, T>(V n, V f)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V s = W.Divide(f, W.Add(W.Create(2), f));
        V z = W.Multiply(s, s);
        V p = W.MultiplyAdd(W.Create(0.13198877490284657758), z, W.Create(0.13256553687330219175));
        p = W.MultiplyAdd(p, z, W.Create(0.15386768185887598964));
        p = W.MultiplyAdd(p, z, W.Create(0.18181784142796171217));
        p = W.MultiplyAdd(p, z, W.Create(0.2222222252234738435));
        p = W.MultiplyAdd(p, z, W.Create(0.28571428570086834011));
        p = W.MultiplyAdd(p, z, W.Create(0.40000000000002280729));
        p = W.MultiplyAdd(p, z, W.Create(0.66666666666666662966));
        V half = W.Multiply(W.Multiply(f, f), W.Create(0.5));
        V tail = W.MultiplyAdd(s, W.MultiplyAdd(p, z, half), W.Multiply(n, W.Create(1.90821492927058770002e-10)));
        return W.MultiplyAdd(n, W.Create(6.93147180369123816490e-01), W.Add(f, W.Subtract(tail, half)));
    }
}
