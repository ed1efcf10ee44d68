using System.Globalization;
using NeuralJit.Kernels;

namespace NeuralJit.Fuzz;

/// <summary>Compares what engines give with what the reference says, and engines with one another.</summary>
internal static class Compare
{
    /// <summary>The first element that is further from the reference than its bound, as text; null when there is none.</summary>
    public static string? Outside(ReadOnlyTensor actual, Approx expected)
    {
        if (actual.Type != expected.Type)
        {
            return $"got {actual.Type}, expected {expected.Type}";
        }
        for (int i = 0; i < expected.Count; i++)
        {
            if (expected.DType.IsFloat)
            {
                double got = Elements.Real(actual, i);
                if (!Fits(got, expected[i]))
                {
                    return string.Create(CultureInfo.InvariantCulture,
                        $"element {i} of {actual.Type} is {got:R}, expected {expected.Values[i]:R} ± {expected.Errors[i]:e2}");
                }
            }
            else if (expected.Errors[i] == 0 && Elements.Integer(actual, i) != expected.Integers[i])
            {
                return $"element {i} of {actual.Type} is {Elements.Integer(actual, i)}, expected {expected.Integers[i]}";
            }
            else if (expected.DType == DType.Bool && Elements.Integer(actual, i) > 1)
            {
                return $"element {i} of {actual.Type} is the byte {Elements.Integer(actual, i)}";
            }
        }
        return null;
    }

    /// <summary>Whether both have the same bits; a NaN is like any other.</summary>
    public static string? Differs(ReadOnlyTensor actual, ReadOnlyTensor expected)
    {
        if (actual.Bytes.SequenceEqual(expected.Bytes))
        {
            return null;
        }
        for (int i = 0; i < (int)expected.Shape.Count; i++)
        {
            bool same = expected.DType.IsFloat
                ? BitConverter.DoubleToInt64Bits(Elements.Real(actual, i)) == BitConverter.DoubleToInt64Bits(Elements.Real(expected, i))
                    || double.IsNaN(Elements.Real(actual, i)) && double.IsNaN(Elements.Real(expected, i))
                : Elements.Integer(actual, i) == Elements.Integer(expected, i);
            if (!same)
            {
                return string.Create(
                    CultureInfo.InvariantCulture, $"element {i} of {actual.Type} is {Text(actual, i)}, not {Text(expected, i)}");
            }
        }
        return null;
    }

    private static bool Fits(double got, Num expected)
    {
        if (expected.IsUnknown)
        {
            return true;
        }
        if (expected.Error == 0)
        {
            return double.IsNaN(expected.Value)
                ? double.IsNaN(got)
                : got == expected.Value && (got != 0 || double.IsNegative(got) == double.IsNegative(expected.Value));
        }
        return Math.Abs(got - expected.Value) <= expected.Error;
    }

    private static string Text(ReadOnlyTensor data, int index) => data.DType.IsFloat
        ? Elements.Real(data, index).ToString("R", CultureInfo.InvariantCulture)
        : Elements.Integer(data, index).ToString(CultureInfo.InvariantCulture);
}
