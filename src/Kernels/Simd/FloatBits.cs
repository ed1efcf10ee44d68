using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>
/// What one AVX-512 instruction each does (scale, get exponent, get mantissa), for the processors that do not have it:
/// the same bits from arithmetic that every processor has.
/// </summary>
internal static unsafe class FloatBits
{
    /// <summary>The control byte of the get-mantissa instruction: interval [1, 2), NaN for negative numbers.</summary>
    public const byte PositiveMantissa = 0b1000;

    /// <summary>
    /// a · 2^n by at most three multiplications by powers of two. The two that come first are exact, or their result
    /// is so small that the last one gives zero, so that gradual underflow rounds once: after a step of −102 (−969) what
    /// remains to scale down is at least the precision, as in musl's scalbn.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ScaleB<W, V, T>(V a, V n)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        bool single = typeof(T) == typeof(float);
        V limit = W.Create(single ? 300 : 2200);
        n = W.MaxNative(W.Negate(limit), W.MinNative(limit, n));
        for (int i = 0; i < 2; i++)
        {
            V step = W.And(W.Less(n, W.Create(single ? -126 : -1022)), W.Create(single ? -102 : -969));
            step = W.Select(W.Less(W.Create(single ? 127 : 1023), n), W.Create(single ? 127 : 1023), step);
            a = W.Multiply(a, W.PowerOfTwo(step));
            n = W.Subtract(n, step);
        }

        return W.Multiply(a, W.PowerOfTwo(n));
    }

    /// <summary>floor(log2(|a|)), see <see cref="ISimd{V, T}.Exponent"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exponent<W, V, T>(V a)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        bool single = typeof(T) == typeof(float);
        V magnitude = W.Abs(a);
        V small = IsDenormal<W, V, T>(magnitude);
        V bias = W.Select(small, W.Create(single ? 127 + 23 : 1023 + 52), W.Create(single ? 127 : 1023));
        V exponent = W.Subtract(W.ExponentField(Normalised<W, V, T>(magnitude, small)), bias);
        exponent = W.Select(W.Equal(a, W.Create(0)), W.Create(double.NegativeInfinity), exponent);
        return W.Select(W.Less(magnitude, W.Create(double.PositiveInfinity)), exponent, magnitude);
    }

    /// <summary>a / 2^Exponent(a), see <see cref="ISimd{V, T}.Mantissa"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Mantissa<W, V, T>(V a)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V mantissaField = typeof(T) == typeof(float)
            ? W.Broadcast(Unsafe.BitCast<int, T>(0x007F_FFFF))
            : W.Broadcast(Unsafe.BitCast<long, T>(0x000F_FFFF_FFFF_FFFF));
        V magnitude = W.Abs(a);
        V normal = Normalised<W, V, T>(magnitude, IsDenormal<W, V, T>(magnitude));
        V mantissa = W.Or(W.And(normal, mantissaField), W.Create(1));
        return W.Select(W.LessOrEqual(W.Create(0), a), mantissa, W.Create(double.NaN));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V IsDenormal<W, V, T>(V magnitude)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged =>
        W.Less(magnitude, W.Create(typeof(T) == typeof(float) ? 1.17549435082228751e-38 : 2.2250738585072014e-308));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Normalised<W, V, T>(V magnitude, V denormal)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged =>
        W.Select(denormal, W.Multiply(magnitude, W.Create(typeof(T) == typeof(float) ? 8388608.0 : 4503599627370496.0)), magnitude);
}
