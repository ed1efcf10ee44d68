namespace NeuralJit.Kernels;

/// <summary>a / b towards zero; 0 for b = 0; the smallest number divided by −1 wraps to itself.</summary>
internal readonly struct IntegerQuotient : IIntegerFunction
{
    /// <inheritdoc/>
    public static T Invoke<T>(T a, T b)
        where T : System.Numerics.IBinaryInteger<T>, System.Numerics.IMinMaxValue<T>
    {
        if (T.IsZero(b))
        {
            return T.Zero;
        }

        return T.IsNegative(b) && b == T.Zero - T.One ? unchecked(T.Zero - a) : a / b;
    }
}
