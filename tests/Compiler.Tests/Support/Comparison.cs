using System.Globalization;

namespace NeuralJit.Compilation.Tests;

/// <summary>Compares tensors by the project's measures: the contract of all modes, and equality of bits.</summary>
internal static class Comparison
{
    public const double Float32 = 1e-5;
    public const double Float64 = 1e-12;

    /// <summary>The greatest relative error that two modes may have in a dtype; integers and bools must be equal.</summary>
    public static double ToleranceOf(DType dtype) => dtype switch
    {
        DType.Float32 => Float32,
        DType.Float64 => Float64,
        DType.Float16 or DType.BFloat16 => 1e-2,
        _ => 0,
    };

    /// <summary>
    /// Same type, and elements within the contract: NaN and infinities in place, max|a − b| / max|b| at most the tolerance.
    /// </summary>
    public static void AssertClose(ReadOnlyTensor actual, ReadOnlyTensor expected, string what = "", double? tolerance = null)
    {
        Assert.That(actual.Type, Is.EqualTo(expected.Type), what);
        double error = ErrorOf(actual, expected);
        if (!(error <= (tolerance ?? ToleranceOf(expected.DType))))
        {
            Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"{what}: error {error:e2}\ngot      {actual}\nexpected {expected}"));
        }
    }

    /// <summary>max|a − b| / max|b| over the finite elements (absolute where max|b| is 0); +∞ where others differ.</summary>
    public static double ErrorOf(ReadOnlyTensor actual, ReadOnlyTensor expected)
    {
        double[] a = Values(actual), b = Values(expected);
        double worst = 0, scale = 0;
        for (int i = 0; i < b.Length; i++)
        {
            if (double.IsFinite(a[i]) && double.IsFinite(b[i]))
            {
                worst = Math.Max(worst, Math.Abs(a[i] - b[i]));
                scale = Math.Max(scale, Math.Abs(b[i]));
            }
            else if (!a[i].Equals(b[i]))
            {
                return double.PositiveInfinity;
            }
        }
        return scale == 0 ? worst : worst / scale;
    }

    /// <summary>The same bytes.</summary>
    public static void AssertSameBits(ReadOnlyTensor actual, ReadOnlyTensor expected, string what = "")
    {
        Assert.That(actual.Type, Is.EqualTo(expected.Type), what);
        if (!Bytes(actual).SequenceEqual(Bytes(expected)))
        {
            Assert.Fail($"{what}: the bits differ\ngot      {actual}\nexpected {expected}");
        }
    }

    /// <summary>Equal values, where −0 differs from +0 and any NaN is a NaN.</summary>
    public static void AssertSameValues(ReadOnlyTensor actual, ReadOnlyTensor expected, string what = "")
    {
        Assert.That(actual.Type, Is.EqualTo(expected.Type), what);
        double[] a = Values(actual), b = Values(expected);
        for (int i = 0; i < a.Length; i++)
        {
            if (!a[i].Equals(b[i]) || double.IsNegative(a[i]) != double.IsNegative(b[i]) && !double.IsNaN(a[i]))
            {
                Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"{what}: element {i} is {a[i]:R}, expected {b[i]:R}"));
            }
        }
    }

    /// <summary>The memory of a tensor.</summary>
    public static unsafe ReadOnlySpan<byte> Bytes(ReadOnlyTensor data) => new((void*)data.Address, checked((int)data.Type.Bytes));

    /// <summary>The elements as doubles, whatever their type.</summary>
    public static double[] Values(ReadOnlyTensor data) => data.DType switch
    {
        DType.Float32 => Array.ConvertAll(data.Span<float>().ToArray(), v => (double)v),
        DType.Float64 => data.Span<double>().ToArray(),
        _ => Widened(data).Span<double>().ToArray(),
    };

    private static TensorData Widened(ReadOnlyTensor data)
    {
        TensorData result = TensorData.Uninitialized(data.Type with { DType = DType.Float64 });
        new Cast(DType.Float64).Evaluate([data.View], result.View);
        return result;
    }
}
