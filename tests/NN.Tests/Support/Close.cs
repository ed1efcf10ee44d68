namespace NeuralJit.NN.Tests;

/// <summary>Compares tensors by the project's error metrics.</summary>
internal static class Close
{
    /// <summary>The elements as doubles, whatever their type.</summary>
    public static double[] Values(ReadOnlyTensor data) => data.DType switch
    {
        DType.Float32 => [.. data.Span<float>().ToArray().Select(v => (double)v)],
        DType.Float64 => data.Span<double>().ToArray(),
        DType.Int64 => [.. data.Span<long>().ToArray().Select(v => (double)v)],
        DType.Bool => [.. data.Span<bool>().ToArray().Select(v => v ? 1.0 : 0.0)],
        _ => throw new NotSupportedException(data.DType.ToString()),
    };

    /// <summary>Every element within an absolute tolerance.</summary>
    public static void Within(double tolerance, ReadOnlySpan<double> expected, ReadOnlyTensor actual, string what = "")
    {
        double[] values = Values(actual);
        Assert.That(values, Has.Length.EqualTo(expected.Length), what);
        for (int i = 0; i < values.Length; i++)
        {
            Assert.That(values[i], Is.EqualTo(expected[i]).Within(tolerance), $"{what} element {i}");
        }
    }

    /// <summary>max |a − b| / max |b| at most the tolerance (absolute where b is zero); NaN and infinities in the same places.</summary>
    public static void Relative(double tolerance, ReadOnlySpan<double> expected, ReadOnlyTensor actual, string what = "")
    {
        double[] values = Values(actual);
        Assert.That(values, Has.Length.EqualTo(expected.Length), what);
        double error = 0, scale = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(expected[i]))
            {
                Assert.That(values[i], Is.EqualTo(expected[i]), $"{what} element {i}");
                continue;
            }
            error = Math.Max(error, double.IsFinite(values[i]) ? Math.Abs(values[i] - expected[i]) : double.PositiveInfinity);
            scale = Math.Max(scale, Math.Abs(expected[i]));
        }
        Assert.That(error / (scale == 0 ? 1 : scale), Is.AtMost(tolerance), what);
    }

    /// <summary>
    /// The tolerance for values printed with four decimals, computed from inputs x: half a unit for each of the numbers that enter.
    /// </summary>
    public static double FourDecimals(params ReadOnlySpan<double> x)
    {
        double sum = 0;
        foreach (double value in x)
        {
            sum += Math.Abs(value);
        }
        return 0.5e-4 * (2 + sum);
    }
}
