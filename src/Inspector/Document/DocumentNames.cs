using System.Text.RegularExpressions;

namespace NeuralJit.Inspection;

/// <summary>Names of enumerations as documents have them: <c>OtherSpace</c> is <c>other-space</c>.</summary>
internal static partial class DocumentNames
{
    /// <summary>The name of a value.</summary>
    public static string Of<T>(T value) where T : struct, Enum => Capital().Replace(value.ToString(), "-$0").ToLowerInvariant();

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex Capital();
}
