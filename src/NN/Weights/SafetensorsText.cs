using System.Text;

namespace NeuralJit.NN;

/// <summary>Text for messages about safetensors files, whose names come from elsewhere.</summary>
internal static class SafetensorsText
{
    private const int LongestName = 120;

    /// <summary>A name in quotation marks: shortened, and without characters that a terminal would obey.</summary>
    public static string Quote(string name)
    {
        var text = new StringBuilder("\"");
        foreach (char c in name.AsSpan(0, Math.Min(name.Length, LongestName)))
        {
            text.Append(char.IsControl(c) ? '\uFFFD' : c);
        }
        return text.Append(name.Length > LongestName ? "…\"" : "\"").ToString();
    }

    /// <summary>What is thrown for a file that is not as the format says.</summary>
    public static InvalidDataException Malformed(string path, string reason, Exception? cause = null) =>
        new($"{path}: not a valid safetensors file: {reason}", cause);
}
