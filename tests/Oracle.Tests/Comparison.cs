namespace NeuralJit.Oracle.Tests;

/// <summary>Compares tensors by the project's error measure.</summary>
internal static class Comparison
{
    private const double Least = 1e-5;

    /// <summary>
    /// max |actual − expected| / max |expected| as a share of what is allowed: 1e-5 or ten times the error of PyTorch's float32. NaN and
    /// infinities must be in the same places.
    /// </summary>
    /// <exception cref="AssertionException">The share is above 1, or the shapes differ.</exception>
    public static double Check(ReadOnlyTensor expected, ReadOnlyTensor actual, double pytorchsError, string what)
    {
        if (!actual.Shape.Equals(expected.Shape))
        {
            throw new AssertionException($"{what}: the shape is {actual.Shape}, expected {expected.Shape}");
        }
        double[] e = Values(expected), a = Values(actual);
        double difference = 0, scale = 0;
        for (int i = 0; i < e.Length; i++)
        {
            if (!double.IsFinite(e[i]) || !double.IsFinite(a[i]))
            {
                difference = e[i].Equals(a[i]) ? difference : double.PositiveInfinity;
                continue;
            }
            difference = Math.Max(difference, Math.Abs(a[i] - e[i]));
            scale = Math.Max(scale, Math.Abs(e[i]));
        }
        // PyTorch's error is told as a share of the greatest element, or of 1 where that is greater: saturated gradients are tiny
        // differences.
        double greatest = scale == 0
            ? 1
            : scale, error = difference / greatest, allowed = Math.Max(Least, 10 * pytorchsError * Math.Max(1, greatest) / greatest);
        return error <= allowed
            ? error / allowed
            : throw new AssertionException(
                FormattableString.Invariant($"{what}: error {error:g3}, allowed {allowed:g3}\nexpected {expected}\nactual {actual}"));
    }

    /// <summary>The elements as doubles.</summary>
    public static double[] Values(ReadOnlyTensor data) => data.DType switch
    {
        DType.Float32 => [.. data.Span<float>().ToArray().Select(v => (double)v)],
        DType.Float64 => data.Span<double>().ToArray(),
        DType.Int64 => [.. data.Span<long>().ToArray().Select(v => (double)v)],
        DType.Int32 => [.. data.Span<int>().ToArray().Select(v => (double)v)],
        DType.Bool => [.. data.Span<bool>().ToArray().Select(v => v ? 1.0 : 0.0)],
        _ => throw new UnsupportedCaseException($"element type {data.DType.ShortName}"),
    };
}
