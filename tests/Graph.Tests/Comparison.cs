using System.Globalization;

namespace NeuralJit.Tests;

/// <summary>Comparing tensors by the project's measure: max|a − b| / max|b|, with NaN and infinities in the same places.</summary>
internal static class Comparison
{
    public static void AssertClose(TensorData actual, TensorData expected, double tolerance)
    {
        Assert.That(actual.Shape, Is.EqualTo(expected.Shape));
        double[] a = Values(actual), b = Values(expected);
        double worst = 0, scale = 0;
        for (int i = 0; i < a.Length; i++)
        {
            if (!double.IsFinite(a[i]) || !double.IsFinite(b[i]))
            {
                Assert.That(a[i], Is.EqualTo(b[i]), $"element {i}");
                continue;
            }
            worst = Math.Max(worst, Math.Abs(a[i] - b[i]));
            scale = Math.Max(scale, Math.Abs(b[i]));
        }
        double error = scale == 0 ? worst : worst / scale;
        Assert.That(error, Is.LessThanOrEqualTo(tolerance), () =>
            string.Create(CultureInfo.InvariantCulture, $"error {error:e2}\ngot      {actual}\nexpected {expected}"));
    }

    public static double[] Values(TensorData data) => data.DType == DType.Float64
        ? data.Span<double>().ToArray()
        : [.. data.Span<float>().ToArray().Select(v => (double)v)];
}
