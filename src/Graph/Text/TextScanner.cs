namespace NeuralJit;

/// <summary>Reads the words of a line of graph text from left to right.</summary>
internal sealed class TextScanner(string line)
{
    private const int LongestQuote = 40;

    private int position;

    /// <summary>What is left, without the spaces before it.</summary>
    public ReadOnlySpan<char> Rest
    {
        get
        {
            while (position < line.Length && line[position] is ' ' or '\t')
            {
                position++;
            }
            return line.AsSpan(position);
        }
    }

    /// <summary>Takes a character if it is next.</summary>
    public bool TryTake(char wanted)
    {
        bool found = Rest is [var next, ..] && next == wanted;
        position += found ? 1 : 0;
        return found;
    }

    /// <summary>Takes a word if it is next.</summary>
    public bool TryTakeWord(string word)
    {
        bool found = Rest.StartsWith(word, StringComparison.Ordinal) && (Rest.Length == word.Length || !IsNamePart(Rest[word.Length]));
        position += found ? word.Length : 0;
        return found;
    }

    /// <summary>Takes a character that must be next.</summary>
    public void Expect(char wanted, string what)
    {
        if (!TryTake(wanted))
        {
            throw Unexpected($"'{wanted}' {what}");
        }
    }

    /// <summary>Nothing may be left but a comment.</summary>
    public void ExpectEnd(string after)
    {
        if (Rest.Length > 0 && Rest[0] != '#')
        {
            throw Unexpected($"nothing after {after}");
        }
    }

    /// <summary>Takes a name: a letter, then letters, digits and underscores.</summary>
    public string TakeName(string what)
    {
        int length = 0;
        while (length < Rest.Length && IsNamePart(Rest[length]))
        {
            length++;
        }
        return length > 0 && !char.IsAsciiDigit(Rest[0]) ? Take(length) : throw Unexpected(what);
    }

    /// <summary>Takes the number of a value: <c>%12</c>.</summary>
    public int TakeNumber()
    {
        Expect('%', "and the number of a value, such as %3");
        int length = 0;
        while (position + length < line.Length && char.IsAsciiDigit(line[position + length]))
        {
            length++;
        }
        ReadOnlySpan<char> digits = line.AsSpan(position, length);
        if (!NumberText.TryRead(digits, out int number))
        {
            throw length == 0 ? Unexpected("the number of a value after '%'")
                : new GraphException($"%{digits} is no number of a value: the greatest is %{int.MaxValue}");
        }
        position += length;
        return number;
    }

    /// <summary>Takes an element type with extents: <c>f32[64,128]</c>.</summary>
    public TensorType TakeType()
    {
        int end = Rest.IndexOf(']');
        ReadOnlySpan<char> text = end < 0 ? Rest : Rest[..(end + 1)];
        TensorType type = AttributeText.Type(text) ?? throw Unexpected("a type such as f32[64,128]");
        position += text.Length;
        return type;
    }

    /// <summary>Takes a name in quotes; null if none is next.</summary>
    public string? TakeQuoted()
    {
        if (Rest.Length == 0 || Rest[0] != '"')
        {
            return null;
        }
        int end = QuotedText.EndOf(Rest, 0);
        string? text = end < 0 ? null : QuotedText.Unquote(Rest[..end]);
        position += text is null ? 0 : end;
        return text ?? throw Unexpected("a name in quotes that ends on this line, with the escapes \\\", \\\\ and \\u0000");
    }

    /// <summary>Takes what stands in braces; null if none are next.</summary>
    public string? TakeBraces()
    {
        if (Rest.Length == 0 || Rest[0] != '{')
        {
            return null;
        }
        int end = AttributeText.EndOfValue(Rest);
        if (end < 2 || Rest[end - 1] != '}')
        {
            throw Unexpected("attributes in braces that are closed on this line");
        }
        string text = Rest[1..(end - 1)].ToString();
        position += end;
        return text;
    }

    /// <summary>The comment at the end of the line; empty if there is none.</summary>
    public string Comment => Rest is ['#', .. var text] ? text.Trim().ToString() : "";

    /// <summary>The error that something else stands here than was expected.</summary>
    public GraphException Unexpected(string expected)
    {
        ReadOnlySpan<char> rest = Rest;
        string found = rest.Length == 0 ? "the end of the line" : $"\"{Shorten(rest)}\"";
        return new GraphException($"expected {expected}, got {found}");
    }

    /// <summary>Takes so many characters.</summary>
    public string Take(int length)
    {
        string text = line.Substring(position, length);
        position += length;
        return text;
    }

    private static string Shorten(ReadOnlySpan<char> text) => text.Length <= LongestQuote ? text.ToString() : $"{text[..LongestQuote]}…";

    private static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';
}
