using System.Numerics;

namespace NeuralJit;

/// <summary>Reads values of attributes; null where the text is none.</summary>
internal static class AttributeText
{
    /// <summary>A number.</summary>
    public static T? Number<T>(ReadOnlySpan<char> text)
        where T : struct, INumberBase<T> => NumberText.TryRead(text, out T value) ? value : null;

    /// <summary>A list of whole numbers: <c>[1,2]</c>.</summary>
    public static int[]? Ints(ReadOnlySpan<char> text)
    {
        if (text is not ['[', .. var inside, ']'])
        {
            return null;
        }
        inside = inside.Trim();
        var numbers = new List<int>();
        while (inside.Length > 0)
        {
            int comma = inside.IndexOf(',');
            ReadOnlySpan<char> number = comma < 0 ? inside : inside[..comma];
            inside = comma < 0 ? [] : inside[(comma + 1)..];
            if (!NumberText.TryRead(number.Trim(), out int value) || (comma >= 0 && inside.Length == 0))
            {
                return null;
            }
            numbers.Add(value);
        }
        return [.. numbers];
    }

    /// <summary>A set of axes: <c>[0,2]</c>.</summary>
    public static Axes? Axes(ReadOnlySpan<char> text)
    {
        uint mask = 0;
        int[]? axes = Ints(text);
        foreach (int axis in axes ?? [])
        {
            uint bit = axis is >= 0 and < Shape.MaxRank ? 1u << axis : 0;
            if ((mask & bit) != 0 || bit == 0)
            {
                return null;
            }
            mask |= bit;
        }
        return axes is null ? null : new Axes(mask);
    }

    /// <summary>An element type with extents: <c>f32[64,128]</c>.</summary>
    /// <exception cref="ShapeException">No tensor can have the extents.</exception>
    public static TensorType? Type(ReadOnlySpan<char> text)
    {
        int bracket = text.IndexOf('[');
        return bracket > 0 && DTypes.Parse(text[..bracket].ToString()) is { } dtype && Ints(text[bracket..]) is { } extents
            ? new TensorType(dtype, Shape.Create(extents))
            : null;
    }

    /// <summary>
    /// The length of the value at the beginning of the text: up to a comma outside of brackets, braces and quotes, or to the bracket or
    /// brace that closes it; −1 if a bracket, brace or quote stays open.
    /// </summary>
    public static int EndOfValue(ReadOnlySpan<char> text)
    {
        int depth = 0;
        for (int i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"':
                    int end = QuotedText.EndOf(text, i);
                    if (end < 0)
                    {
                        return -1;
                    }
                    i = end - 1;
                    break;
                case '[' or '{':
                    depth++;
                    break;
                case ']' or '}':
                    if (--depth <= 0)
                    {
                        return i + 1;
                    }
                    break;
                case ',' when depth == 0:
                    return i;
            }
        }
        return depth == 0 ? text.Length : -1;
    }
}
