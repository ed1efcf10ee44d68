namespace NeuralJit.Fuzz;

/// <summary>Integer arithmetic of all widths; unsigned numbers of 64 bits travel by their bits, all others by their value.</summary>
internal static class WholeNumbers
{
    /// <summary>a &lt; b.</summary>
    public static bool Less(long a, long b, DType type) => type == DType.UInt64 ? (ulong)a < (ulong)b : a < b;

    /// <summary>a / b towards 0; 0 for b = 0.</summary>
    public static long Quotient(long a, long b, DType type) => b == 0 ? 0
        : type == DType.UInt64 ? unchecked((long)((ulong)a / (ulong)b))
        : b == -1 ? unchecked(-a) : a / b;

    /// <summary>The remainder with the sign of b; a for b = 0.</summary>
    public static long Modulo(long a, long b, DType type)
    {
        if (b == 0 || b == -1 && type != DType.UInt64)
        {
            return b == 0 ? a : 0;
        }
        if (type == DType.UInt64)
        {
            return unchecked((long)((ulong)a % (ulong)b));
        }
        long remainder = a % b;
        return remainder != 0 && (remainder < 0) != (b < 0) ? remainder + b : remainder;
    }

    /// <summary>a^b, wrapping; 1/a^−b truncated for a negative b.</summary>
    public static long Power(long a, long b, DType type)
    {
        if (b < 0 && type != DType.UInt64)
        {
            return a == 1 ? 1 : a == -1 ? (b & 1) == 0 ? 1 : -1 : 0;
        }
        long result = 1;
        for (ulong n = (ulong)b; n != 0; n >>= 1, a = unchecked(a * a))
        {
            result = (n & 1) != 0 ? unchecked(result * a) : result;
        }
        return result;
    }
}
