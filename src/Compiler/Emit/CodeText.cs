using System.Text;

namespace NeuralJit.Compilation;

/// <summary>
/// Lines of C#, indented by the braces around them. Blank lines stand before and after blocks, never inside of their braces.
/// </summary>
internal sealed class CodeText
{
    /// <summary>The longest line that writers aim at.</summary>
    public const int LongestLine = 140;

    private readonly StringBuilder text = new();
    private int indent;
    private Last last = Last.Opening;

    private enum Last
    {
        Opening,
        Statement,
        Closing,
    }

    /// <summary>Characters that are left on a line.</summary>
    public int Room => LongestLine - (indent * 4);

    /// <summary>A line; after a block, a blank one comes first.</summary>
    public void Line(string line)
    {
        if (last == Last.Closing)
        {
            text.Append('\n');
        }
        Append(line);
        last = Last.Statement;
    }

    /// <summary>Lines, each indented as the others here.</summary>
    public void Lines(string lines)
    {
        foreach (string line in lines.TrimEnd('\n').Split('\n'))
        {
            Line(line);
        }
    }

    /// <summary>A comment; what would break the line becomes a blank.</summary>
    public void Comment(string comment) => Line("// " + OneLine(comment));

    /// <summary>A statement with a list, which takes as many lines as it needs; each item ends with its separator.</summary>
    public void List(string start, IReadOnlyList<string> items, string end)
    {
        string line = start;
        bool isFirst = true;
        foreach (string item in items)
        {
            if (line.Length + item.Length > Room - end.Length)
            {
                Line(line.TrimEnd());
                indent += isFirst ? 1 : 0;
                (line, isFirst) = ("", false);
            }
            line += item;
        }
        Line(line + end);
        indent -= isFirst ? 0 : 1;
    }

    /// <summary>A blank line, unless a block has just begun or ended.</summary>
    public void Blank()
    {
        if (last == Last.Statement)
        {
            last = Last.Closing;
        }
    }

    /// <summary>Begins a block under <paramref name="head"/>.</summary>
    public void Open(string head)
    {
        Line(head);
        Append("{");
        indent++;
        last = Last.Opening;
    }

    /// <summary>Ends a block.</summary>
    public void Close()
    {
        indent--;
        Append("}");
        last = Last.Closing;
    }

    /// <summary>Indents the next lines, which continue one.</summary>
    public void Indent() => indent++;

    /// <summary>Ends <see cref="Indent"/>.</summary>
    public void Outdent() => indent--;

    /// <summary>The text without anything that would break a line.</summary>
    public static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c));

    /// <summary>All lines.</summary>
    public override string ToString() => text.ToString();

    private void Append(string line) => text.Append(' ', line.Length == 0 ? 0 : indent * 4).Append(line).Append('\n');
}
