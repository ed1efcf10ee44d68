using System.Globalization;

namespace NeuralJit.Compilation;

/// <summary>Shapes, types and layouts as C# expressions.</summary>
internal static class SourceTypes
{
    /// <summary>Whole numbers as a collection expression: a shape, strides.</summary>
    public static string List<T>(ReadOnlySpan<T> numbers) where T : IFormattable =>
        $"[{string.Join(", ", numbers.ToArray().Select(n => n.ToString(null, CultureInfo.InvariantCulture)))}]";

    /// <summary>The items, all but the last with a separator.</summary>
    public static string[] Separated(IEnumerable<string> items, string separator)
    {
        string[] all = [.. items];
        return [.. all.Select((item, i) => i == all.Length - 1 ? item : item + separator)];
    }

    /// <summary>A tensor type where C# knows that one is meant.</summary>
    public static string New(TensorType type) => $"new(DType.{type.DType}, {List(type.Shape.Extents)})";

    /// <summary>A layout.</summary>
    public static string Layout(Layout layout) => layout.Offset == 0 && layout.Strides.SequenceEqual(layout.Shape.Strides)
        ? $"Layout.Dense({List(layout.Shape.Extents)})"
        : string.Create(CultureInfo.InvariantCulture, $"new Layout({List(layout.Shape.Extents)}, {layout.Offset}, {List(layout.Strides)})");

    /// <summary>Bytes after an address.</summary>
    public static string Plus(string address, long bytes) =>
        bytes == 0 ? address : string.Create(CultureInfo.InvariantCulture, $"{address} + {bytes}");
}
