namespace NeuralJit.Kernels;

/// <summary>a^b by repeated squaring, wrapping; 1/a^−b truncated for a negative b: 0, except for ±1 (and 0 for a = 0).</summary>
internal readonly struct IntegerPower : IIntegerFunction
{
    /// <inheritdoc/>
    public static T Invoke<T>(T a, T b)
        where T : System.Numerics.IBinaryInteger<T>, System.Numerics.IMinMaxValue<T>
    {
        if (T.IsNegative(b))
        {
            bool unit = a == T.One || a == T.Zero - T.One;
            return !unit ? T.Zero : T.IsOddInteger(b) ? a : T.One;
        }

        T result = T.One;
        for (; !T.IsZero(b); b >>>= 1, a = unchecked(a * a))
        {
            if (T.IsOddInteger(b))
            {
                result = unchecked(result * a);
            }
        }

        return result;
    }
}
