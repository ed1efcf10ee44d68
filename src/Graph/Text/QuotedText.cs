using System.Globalization;
using System.Text;

namespace NeuralJit;

/// <summary>Names in quotes: <c>"</c>, <c>\</c> and whatever would break a line are escaped as in C# and JSON.</summary>
internal static class QuotedText
{
    /// <summary>The text in quotes.</summary>
    public static string Quote(string text)
    {
        var result = new StringBuilder("\"", text.Length + 2);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                result.Append(c).Append(text[++i]);
            }
            else if (c is '"' or '\\')
            {
                result.Append('\\').Append(c);
            }
            else if (char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029')
            {
                result.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
            else
            {
                result.Append(c);
            }
        }
        return result.Append('"').ToString();
    }

    /// <summary>The end of the quoted text that begins at <paramref name="start"/>: the position after its closing quote, or −1.</summary>
    public static int EndOf(ReadOnlySpan<char> text, int start)
    {
        for (int i = start + 1; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                return i + 1;
            }
            i += text[i] == '\\' ? 1 : 0;
        }
        return -1;
    }

    /// <summary>What stands in the quotes; null if it is not quoted text.</summary>
    public static string? Unquote(ReadOnlySpan<char> text)
    {
        if (text.Length < 2 || text[0] != '"' || EndOf(text, 0) != text.Length)
        {
            return null;
        }
        var result = new StringBuilder(text.Length);
        for (int i = 1; i < text.Length - 1; i++)
        {
            char c = text[i];
            if (c == '\\' && text[++i] == 'u')
            {
                if (i + 4 >= text.Length || !ushort.TryParse(
                    text.Slice(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code))
                {
                    return null;
                }
                (c, i) = ((char)code, i + 4);
            }
            else if (c == '\\')
            {
                c = text[i];
                if (c is not ('"' or '\\'))
                {
                    return null;
                }
            }
            result.Append(c);
        }
        return result.ToString();
    }
}
