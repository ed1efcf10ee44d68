namespace NeuralJit.NN;

/// <summary>Values in another floating-point type.</summary>
internal static class FloatConversion
{
    /// <summary>
    /// The values as <paramref name="dtype"/>; null where it cannot hold them: they are too large for it, or not of a floating-point type.
    /// </summary>
    public static TensorData? Convert(TensorData value, DType dtype)
    {
        if (value.DType == dtype)
        {
            return value;
        }
        if (!value.DType.IsFloat || !dtype.IsFloat)
        {
            return null;
        }
        using GraphTrace trace = GraphTrace.Eager();
        Node given = Node.Constant(value), converted = given.Cast(dtype);
        return Infinities(converted) == Infinities(given) ? converted.Data : null;
    }

    private static double Infinities(Node x) => x.Cast(DType.Float64).IsInf().Cast(DType.Float64).Sum().Item<double>();
}
