using System.Text.RegularExpressions;

namespace NeuralJit.Cli;

/// <summary>Colours for lines of graphs and code on a terminal.</summary>
internal static partial class LineColours
{
    private const string Reset = "\e[0m", Dim = "\e[2m", Bold = "\e[1m", Number = "\e[36m", Type = "\e[33m", Keyword = "\e[35m";

    /// <summary>A line of a graph or report: numbers of values, types, headings and comments.</summary>
    public static string OfGraph(string line)
    {
        if (line.StartsWith("== ", StringComparison.Ordinal))
        {
            return Bold + line + Reset;
        }
        int comment = CommentStart(line);
        string code = comment < 0 ? line : line[..comment], rest = comment < 0 ? "" : Dim + line[comment..] + Reset;
        return Parts()
            .Replace(code, m => (m.Groups["number"].Success ? Number : m.Groups["type"].Success ? Type : Keyword) + m.Value + Reset) + rest;
    }

    /// <summary>A line of C#: keywords and comments.</summary>
    public static string OfCode(string line)
    {
        int comment = line.IndexOf("//", StringComparison.Ordinal);
        string code = comment < 0 ? line : line[..comment], rest = comment < 0 ? "" : Dim + line[comment..] + Reset;
        return Words().Replace(code, m => Keyword + m.Value + Reset) + rest;
    }

    private static int CommentStart(string line) => line.StartsWith('#') ? 0 : line.IndexOf("  # ", StringComparison.Ordinal);

    [GeneratedRegex(@"(?<number>%\d+)|(?<type>\b(f|i|u|bf)(8|16|32|64)\[[\d,]*\]|\bbool\[[\d,]*\])|(?<word>^(return|update)\b)")]
    private static partial Regex Parts();

    [GeneratedRegex(
        @"\b(static|void|long|int|float|double|while|if|else|for|return|new|public|private|using|readonly|class|sealed|unsafe|byte|bool|var|ref|in|out|string|null|true|false|namespace)\b")]
    private static partial Regex Words();
}
