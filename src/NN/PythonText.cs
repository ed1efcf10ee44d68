using System.Globalization;

namespace NeuralJit.NN;

/// <summary>Writes values as Python does, because modules print as PyTorch's do.</summary>
internal static class PythonText
{
    /// <summary>The shortest text that reads back as the same number: <c>0.01</c>, <c>1e-05</c>, <c>1.0</c>.</summary>
    public static string Of(double value)
    {
        // Python goes over to exponents at 1e16; where .NET does depends on its version.
        double size = Math.Abs(value);
        string format = double.IsFinite(size) && size >= 1e16 ? "0.################e+00" : size >= 1e15 ? "F0" : "R";
        string text = value.ToString(format, CultureInfo.InvariantCulture);
        return text switch
        {
            "NaN" => "nan",
            "Infinity" => "inf",
            "-Infinity" => "-inf",
            _ when text.AsSpan().ContainsAny(".Ee") => text.Replace('E', 'e'),
            _ => text + ".0",
        };
    }

    /// <summary>True or False.</summary>
    public static string Of(bool value) => value ? "True" : "False";

    /// <summary>PyTorch's name of a way to pad.</summary>
    public static string Of(PadMode mode) => mode switch
    {
        PadMode.Reflect => "reflect",
        PadMode.Replicate => "replicate",
        PadMode.Circular => "circular",
        _ => "zeros",
    };

    /// <summary>A tuple: <c>(3, 4)</c>, <c>(8,)</c>.</summary>
    public static string Of(IReadOnlyList<int> tuple) =>
        string.Create(CultureInfo.InvariantCulture, $"({string.Join(", ", tuple)}{(tuple.Count == 1 ? "," : "")})");
}
