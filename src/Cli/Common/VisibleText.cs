using System.Globalization;
using System.Text;

namespace NeuralJit.Cli;

/// <summary>
/// Text for terminals: names, paths and texts come from files, and what a terminal would obey in them (escape sequences, control
/// characters, changes of direction) is shown as its number. Everything that the commands print goes through here.
/// </summary>
internal static class VisibleText
{
    /// <summary>The text with <c>\u001b</c> and the like where a character is not for reading; tabs and ends of lines stay.</summary>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~') || !text.Any(IsHidden))
        {
            return text;
        }
        var visible = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            visible.Append(IsHidden(c) ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : c);
        }
        return visible.ToString();
    }

    /// <summary>
    /// The text, or the beginning and the end of one that nobody would read: what a file holds may be as long as the file.
    /// </summary>
    public static string Cut(string text)
    {
        const int Most = 2000, End = 500;
        return text.Length <= Most
            ? text
            : string.Create(CultureInfo.InvariantCulture,
                $"{text.AsSpan(0, Most - End)} … ({text.Length - Most} characters left out) … {text.AsSpan(text.Length - End)}");
    }

    // Controls of both kinds, marks of direction and such, ends of lines that are none of ours. Surrogates are for reading in pairs only,
    // and the encoder of the output replaces lone ones.
    private static bool IsHidden(char c) => c is not ('\n' or '\t')
        && char.GetUnicodeCategory(
            c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
