using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>
/// x^y = 2^(y·log2 x). The exponent reaches 1024, so log2 x is carried in two words: an error of one unit in its last
/// place would be an error of a thousand in the result.
/// </summary>
internal static class PowerMath
{
    /// <summary>x^y with the special cases of IEEE 754 (pow).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V OfFloats<W, V, T>(V x, V y)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V zero = W.Create(0);
        V one = W.Create(1);
        V infinity = W.Create(double.PositiveInfinity);
        V magnitude = W.Abs(x);
        V result = OfPositive<W, V, T>(magnitude, y);

        // 0 and ∞ as base: 0, 1 or ∞ by the sign of y. ±1 to ±∞ is 1.
        V growing = W.Xor(W.Equal(magnitude, zero), W.Less(zero, y));
        V edge = W.Or(W.Equal(magnitude, zero), W.Equal(magnitude, infinity));
        result = W.Select(edge, W.And(growing, infinity), result);
        result = W.Select(W.And(W.Equal(magnitude, one), W.Equal(W.Abs(y), infinity)), one, result);

        // Negative bases: odd exponents keep the sign (−0 and −∞ too), fractional ones have no real result.
        V sign = W.And(x, W.Create(-0.0));
        V half = W.Multiply(y, W.Create(0.5));
        V whole = W.Equal(W.Truncate(y), y);
        V even = W.Equal(W.Truncate(half), half);
        result = W.Or(result, W.Select(even, zero, W.And(whole, sign)));
        V undefined = W.And(W.And(W.Less(x, zero), W.Less(magnitude, infinity)), W.Not(whole));
        result = W.Select(undefined, W.Create(double.NaN), result);

        V unordered = W.Not(W.And(W.Equal(x, x), W.Equal(y, y)));
        result = W.Select(unordered, W.Create(double.NaN), result);
        return W.Select(W.Or(W.Equal(y, zero), W.Equal(x, one)), one, result);
    }

    /// <summary>x^y for a positive finite x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V OfPositive<W, V, T>(V x, V y)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V n = LogMath.Exponent<W, V, T>(x);
        V h = Log<W, V, T>(LogMath.Mantissa<W, V, T>(x), out V hLow);

        // log2 x = n + h·log2(e), high word first.
        V log2E = ExpMath.Constant<W, V, T>(1.4426950216293334961, 1.442695040888963387);
        V log2ELow = ExpMath.Constant<W, V, T>(1.925962855864327139e-8, 2.035527374093103003e-17);
        V scaled = W.Multiply(h, log2E);
        V scaledLow = DoubleWord.ProductError<W, V, T>(h, log2E, scaled);
        scaledLow = W.MultiplyAdd(hLow, log2E, W.MultiplyAdd(h, log2ELow, scaledLow));
        V log = W.Add(n, scaled);
        V logLow = W.Add(DoubleWord.OrderedSumError<W, V, T>(n, scaled, log), scaledLow);

        // The logarithm is 0 or at least 2^−25 (2^−54): greater y change nothing, and would overflow in the error of the product.
        V greatest = ExpMath.Constant<W, V, T>(1e30, 1e290);
        y = W.MaxNative(W.Negate(greatest), W.MinNative(greatest, y));
        V product = W.Multiply(y, log);
        V productLow = W.MultiplyAdd(y, logLow, DoubleWord.ProductError<W, V, T>(y, log, product));

        // Far outside the range of exponents the result is 0 or ∞ for certain, and the low word may be NaN.
        V limit = ExpMath.Constant<W, V, T>(200, 1200);
        productLow = W.And(W.Less(W.Abs(product), limit), productLow);
        product = W.MaxNative(W.Negate(limit), W.MinNative(limit, product));
        V exponent = W.Round(product);
        V rest = W.Add(W.Subtract(product, exponent), productLow);
        return W.ScaleB(ExpMath.OfRemainder<W, V, T>(W.Multiply(rest, W.Create(0.69314718055994531))), exponent);
    }

    /// <summary>
    /// ln m for m in [√½, √2], in two words: 2·atanh(s) = 2s + ⅔·s³ + s⁵·P(s²) with s = (m − 1)/(m + 1). The first two
    /// terms are computed with their rounding errors, the rest is below 2^−12 of the result.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Log<W, V, T>(V m, out V low)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V one = W.Create(1);
        V f = W.Subtract(m, one);
        V t = W.Add(m, one);
        V tLow = W.Subtract(m, W.Subtract(t, one));
        V inverse = W.Divide(one, t);
        V s = W.Multiply(f, inverse);
        V rest = W.MultiplyAdd(W.Negate(s), tLow, DoubleWord.MultiplyAdd<W, V, T>(W.Negate(s), t, f));
        V sLow = W.Multiply(rest, inverse);

        V z = W.Multiply(s, s);
        V zLow = W.MultiplyAdd(W.Add(s, s), sLow, DoubleWord.ProductError<W, V, T>(s, s, z));
        V cube = W.Multiply(s, z);
        V cubeLow = W.MultiplyAdd(sLow, z, W.MultiplyAdd(s, zLow, DoubleWord.ProductError<W, V, T>(s, z, cube)));
        V twoThirds = ExpMath.Constant<W, V, T>(0.66666662693023681641, 0.66666666666666662966);
        V twoThirdsLow = ExpMath.Constant<W, V, T>(3.97364274817846308e-8, 3.7007434154171882626e-17);
        V term = W.Multiply(cube, twoThirds);
        V termLow = W.MultiplyAdd(cube, twoThirdsLow, DoubleWord.ProductError<W, V, T>(cube, twoThirds, term));
        termLow = W.MultiplyAdd(cubeLow, twoThirds, termLow);
        V tail = W.Multiply(W.Multiply(cube, z), Series<W, V, T>(z));

        V twice = W.Add(s, s);
        V high = W.Add(twice, term);
        V lows = W.Add(W.Add(termLow, W.Add(sLow, sLow)), tail);
        low = W.Add(DoubleWord.OrderedSumError<W, V, T>(twice, term, high), lows);
        return high;
    }

    /// <summary>(2·atanh(s) − 2s − ⅔·s³)/s⁵ in powers of s².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Series<W, V, T>(V z)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V p = W.Create(0.13198877490284657758);
        p = W.MultiplyAdd(p, z, W.Create(0.13256553687330219175));
        p = W.MultiplyAdd(p, z, W.Create(0.15386768185887598964));
        p = W.MultiplyAdd(p, z, W.Create(0.18181784142796171217));
        p = W.MultiplyAdd(p, z, W.Create(0.2222222252234738435));
        p = W.MultiplyAdd(p, z, W.Create(0.28571428570086834011));
        return W.MultiplyAdd(p, z, W.Create(0.40000000000002280729));
    }
}
