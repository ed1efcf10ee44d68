using System.Globalization;

namespace NeuralJit.NN;

/// <summary>Writes values as Python does, because modules print as PyTorch's do.</summary>
internal static class PythonText
{
    /// <summary>The shortest text that reads back as the same number: <c>0.01</c>, <c>1e-05</c>, <c>1.0</c>.</summary>
    public static string Of(double value)
    {
        double size = Math.Abs(value);
        if (size is >= 1e15 and < 1e16)
        {
            return value.ToString("F1", CultureInfo.InvariantCulture);
        }
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        return text switch
        {
            "NaN" => "nan",
            "Infinity" => "inf",
            "-Infinity" => "-inf",
            _ when text.AsSpan().ContainsAny(".E") => text.Replace('E', 'e'),
            _ => text + ".0",
        };
    }

    /// <summary>True or False.</summary>
    public static string Of(bool value) => value ? "True" : "False";

    /// <summary>A tuple: <c>(3, 4)</c>, <c>(8,)</c>.</summary>
    public static string Of(Shape shape) => shape.Rank == 1 ? $"({shape[0]},)" : $"({string.Join(", ", shape.Select(e => e.ToString(CultureInfo.InvariantCulture)))})";
}
