using NeuralJit.Compilation;

namespace NeuralJit.Bench;

/// <summary>Results as numbers, whatever their types.</summary>
internal static class Values
{
    /// <summary>The elements in row-major order as doubles.</summary>
    public static double[] Of(TensorData data)
    {
        TensorData wide = data;
        if (data.DType != DType.Float64)
        {
            wide = TensorData.Zeros(data.Type with { DType = DType.Float64 });
            Compiler.Compile(x => x.Cast(DType.Float64)).Run([data], [wide]);
        }
        return wide.Span<double>().ToArray();
    }

    /// <summary>Whether there is neither NaN nor an infinity.</summary>
    public static bool AreFinite(TensorData[] results) => results.All(r => !r.DType.IsFloat || Of(r).All(double.IsFinite));

    /// <summary>The greatest error of a result: max|a − b| / max|b| of floats; others are equal, or infinitely wrong.</summary>
    public static double ErrorOf(TensorData[] actual, TensorData[] expected) =>
        actual.Length == expected.Length ? actual.Zip(expected, ErrorOf).Max() : double.PositiveInfinity;

    private static double ErrorOf(TensorData actual, TensorData expected)
    {
        if (!actual.Type.Equals(expected.Type))
        {
            return double.PositiveInfinity;
        }
        double[] a = Of(actual), b = Of(expected);
        double difference = 0, greatest = 0;
        for (int i = 0; i < b.Length; i++)
        {
            difference = Math.Max(difference, a[i].Equals(b[i]) ? 0 : Math.Abs(a[i] - b[i]));
            greatest = Math.Max(greatest, Math.Abs(b[i]));
        }
        return difference == 0 ? 0 : !actual.DType.IsFloat ? double.PositiveInfinity : greatest > 0 ? difference / greatest : difference;
    }
}
