using System.Globalization;
using System.Numerics;

namespace NeuralJit;

/// <summary>Chooses one format for all elements of a tensor that are shown, as PyTorch does, and applies it.</summary>
internal static class ElementFormat
{
    private const int Decimals = 4;

    /// <summary>The elements at the given positions as text, and the width to which they are aligned.</summary>
    public static (string[] Texts, int Width) Format(ReadOnlyTensor data, List<long> positions)
    {
        if (data.DType.IsFloat)
        {
            return FormatFloats(Floats(data, positions));
        }
        string[] texts = new string[positions.Count];
        if (data.DType == DType.Bool)
        {
            for (int i = 0; i < texts.Length; i++)
            {
                texts[i] = data.Span<bool>()[(int)positions[i]] ? "True" : "False";
            }
        }
        else
        {
            DTypes.Dispatch(data.DType, new IntegerTexts(data, positions, texts));
        }
        return (texts, texts.Max(t => t.Length));
    }

    // Whole numbers get a trailing dot, others four decimals; powers of ten where magnitudes lie too far apart. The width is that of
    // the finite numbers that are not zero: so infinities and NaN may stick out.
    private static (string[] Texts, int Width) FormatFloats(double[] values)
    {
        double[] sizes = [.. values.Where(v => double.IsFinite(v) && v != 0).Select(Math.Abs)];
        bool whole = sizes.All(v => v == Math.Ceiling(v));
        bool scientific = sizes.Length > 0 && (sizes.Max() / sizes.Min() > 1000 || sizes.Max() > 1e8 || (!whole && sizes.Min() < 1e-4));
        int width = 1;
        string[] texts = new string[values.Length];
        for (int i = 0; i < texts.Length; i++)
        {
            double value = values[i];
            texts[i] = !double.IsFinite(value) ? (double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf")
                : scientific ? Scientific(value)
                : whole ? value.ToString("F0", CultureInfo.InvariantCulture) + "."
                : Fixed(value);
            width = double.IsFinite(value) && value != 0 ? Math.Max(width, texts[i].Length) : width;
        }
        return (texts, width);
    }

    // C rounds exact halves to even, .NET away from zero. The only numbers halfway between two of four decimals are odd multiples of 1/32.
    private static string Fixed(double value)
    {
        string text = value.ToString("F4", CultureInfo.InvariantCulture);
        bool halfway = Math.Abs(value * 32 % 2) == 1;
        string exact = halfway ? value.ToString("F5", CultureInfo.InvariantCulture) : "";
        return halfway && IsEven(exact[^2]) ? exact[..^1] : text;
    }

    private static string Scientific(double value)
    {
        string text = value.ToString("E4", CultureInfo.InvariantCulture);
        string exact = value.ToString("E25", CultureInfo.InvariantCulture);
        int point = exact.IndexOf('.', StringComparison.Ordinal), end = exact.IndexOf('E', StringComparison.Ordinal);
        string beyond = exact[(point + 1 + Decimals)..end];
        bool halfway = beyond[0] == '5' && beyond.AsSpan(1).Trim('0').Length == 0;
        string mantissa = halfway && IsEven(exact[point + Decimals]) ? exact[..(point + 1 + Decimals)] : text[..^5];
        string exponent = text[^3] == '0' ? text[^2..] : text[^3..];
        return mantissa + "e" + text[^4] + exponent;
    }

    private static bool IsEven(char digit) => (digit - '0') % 2 == 0;

    private static double[] Floats(ReadOnlyTensor data, List<long> positions)
    {
        double[] values = new double[positions.Count];
        for (int i = 0; i < values.Length; i++)
        {
            int at = (int)positions[i];
            values[i] = data.DType switch
            {
                DType.Float32 => data.Span<float>()[at],
                DType.Float64 => data.Span<double>()[at],
                DType.Float16 => (double)data.Span<Half>()[at],
                _ => (float)data.Span<Kernels.BFloat16>()[at],
            };
        }
        return values;
    }

    private readonly struct IntegerTexts(ReadOnlyTensor data, List<long> positions, string[] texts) : ITypedAction
    {
        public void Invoke<T>() where T : unmanaged, INumber<T>
        {
            for (int i = 0; i < texts.Length; i++)
            {
                texts[i] = data.Span<T>()[(int)positions[i]].ToString(null, CultureInfo.InvariantCulture);
            }
        }
    }
}
