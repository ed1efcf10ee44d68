using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>
/// Reduces arguments of sine and cosine that are too large for a few words of π: multiplies by exactly those 192 bits
/// of 2/π that matter (Payne and Hanek, "Radian reduction for trigonometric functions", 1983). One lane at a time, in
/// integers, so it is the same at every vector width.
/// </summary>
internal static class HugeAngle
{
    // 2/π in binary; the first word stands for the 64 (zero) bits before the binary point.
    private static ReadOnlySpan<ulong> TwoOverPi =>
    [
        0x0000000000000000, 0xA2F9836E4E441529, 0xFC2757D1F534DDC0, 0xDB6295993C439041,
        0xFE5163ABDEBBC561, 0xB7246E3A424DD2E0, 0x06492EEA09D1921C, 0xFE1DEB1CB129A73E,
        0xE88235F52EBB4484, 0xE99C7026B45F7E41, 0x3991D639835339F4, 0x9C845F8BBDF9283B,
        0x1FF897FFDE05980F, 0xEF2F118B5A0A6D1F, 0x6D367ECF27CB09B7, 0x4F463F669E5FEA2D,
        0x7527BAC7EBE5F17B, 0x3D0739F78A5292EA, 0x6BFB5FB11F8D5D08, 0x56033046FC7B6BAB,
    ];

    /// <summary>The quadrant (0 to 3) of each lane, as a float.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static V Quotients<V, T>(V x, int lanes)
        where V : struct
        where T : unmanaged
    {
        for (int i = 0; i < lanes; i++)
        {
            ref T lane = ref Unsafe.Add(ref Unsafe.As<V, T>(ref x), i);
            Reduce(ToDouble(lane), out int quadrant);
            lane = Lane.FromDouble<T>(quadrant);
        }

        return x;
    }

    /// <summary>What remains of each lane in its quadrant; NaN for infinities.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static V Remainders<V, T>(V x, int lanes)
        where V : struct
        where T : unmanaged
    {
        for (int i = 0; i < lanes; i++)
        {
            ref T lane = ref Unsafe.Add(ref Unsafe.As<V, T>(ref x), i);
            lane = Lane.FromDouble<T>(Reduce(ToDouble(lane), out _));
        }

        return x;
    }

    /// <summary>x − quadrant·π/2 modulo 2π, for |x| ≥ 2^−9.</summary>
    internal static double Reduce(double x, out int quadrant)
    {
        quadrant = 0;
        if (!double.IsFinite(x) || Math.Abs(x) < 0.001953125)
        {
            return double.IsFinite(x) ? x : double.NaN;
        }

        // |x| = mantissa·2^exponent. Bits of 2/π above weight 2^−(exponent−1) give multiples of 4 quadrants: skipped.
        long bits = BitConverter.DoubleToInt64Bits(x);
        ulong mantissa = ((ulong)bits & 0xF_FFFF_FFFF_FFFF) | 0x10_0000_0000_0000;
        int exponent = (int)((bits >> 52) & 0x7FF) - 1075;
        int first = exponent - 1 + 63;
        ulong high = Bits(first), middle = Bits(first + 64), low = Bits(first + 128);

        // The product modulo 2^192; its top two bits are the quadrant, the rest the fraction of one.
        ulong carry = Math.BigMul(mantissa, low, out _);
        ulong upper = Math.BigMul(mantissa, middle, out ulong sum);
        sum += carry;
        upper += sum < carry ? 1UL : 0UL;
        ulong top = unchecked((mantissa * high) + upper);
        quadrant = (int)(top >> 62);
        Int128 fraction = unchecked((Int128)(new UInt128(top, sum) << 2));

        // A fraction above a half counts from the next quadrant: two's complement has made it negative already.
        quadrant = (fraction < 0 ? quadrant + 1 : quadrant) & 3;
        double part = (double)fraction * (1.0 / 3.4028236692093846e38);
        double remainder = Math.FusedMultiplyAdd(part, 1.5707963267948966, part * 6.123233995736766e-17);
        quadrant = x < 0 ? -quadrant & 3 : quadrant;
        return x < 0 ? -remainder : remainder;
    }

    /// <summary>64 bits of the table from a bit position on.</summary>
    private static ulong Bits(int position)
    {
        int word = position >> 6;
        int shift = position & 63;
        ulong value = TwoOverPi[word] << shift;
        return shift == 0 ? value : value | ((word + 1 < TwoOverPi.Length ? TwoOverPi[word + 1] : 0) >> (64 - shift));
    }

    private static double ToDouble<T>(T value)
        where T : unmanaged =>
        typeof(T) == typeof(float) ? Unsafe.BitCast<T, float>(value) : Unsafe.BitCast<T, double>(value);
}
