using System.Globalization;
using System.Text;

namespace NeuralJit;

/// <summary>Prints tensors as PyTorch does: four decimals, aligned columns, the middle of large tensors left out.</summary>
public static class TensorPrinter
{
    private const int Threshold = 1000;
    private const int EdgeItems = 3;
    private const int LineWidth = 80;
    private const string Prefix = "tensor(";

    /// <summary>The tensor as text, e.g. <c>tensor([[0.2659],\n        [0.1573]])</c>.</summary>
    public static string Print(ReadOnlyTensor data)
    {
        var text = new StringBuilder(Prefix);
        text.Append(data.Shape.Count == 0 ? "[]" : new Block(data).Text());
        foreach (string suffix in Suffixes(data))
        {
            int lastLine = text.Length - text.ToString().LastIndexOf('\n') + 1;
            bool breaks = lastLine + suffix.Length + 2 > LineWidth;
            text.Append(breaks ? ",\n" + new string(' ', Prefix.Length) : ", ").Append(suffix);
        }
        return text.Append(')').ToString();
    }

    // What the elements do not show: the shape of an empty tensor, and a type that numbers do not have by default.
    private static IEnumerable<string> Suffixes(ReadOnlyTensor data)
    {
        bool empty = data.Shape.Count == 0;
        if (empty && data.Shape.Rank != 1)
        {
            yield return $"size=({string.Join(", ", data.Shape)})";
        }
        if (data.DType != DType.Float32 && (empty || data.DType is not (DType.Int64 or DType.Bool)))
        {
            yield return "dtype=" + NameOf(data.DType);
        }
    }

    private static string NameOf(DType dtype) => dtype switch
    {
        DType.Bool => "bool",
        DType.BFloat16 => "bfloat16",
        _ => (dtype.ShortName[0] switch { 'f' => "float", 'u' => "uint", _ => "int" })
            + (dtype.Size * 8).ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>The brackets and elements of a tensor that has elements.</summary>
    private sealed class Block
    {
        private readonly Shape shape;
        private readonly Dictionary<long, string> elements = [];
        private readonly int width;

        public Block(ReadOnlyTensor data)
        {
            shape = data.Shape;
            var shown = new List<long>();
            Collect(0, 0, shown);
            (string[] texts, width) = ElementFormat.Format(data, shown);
            for (int i = 0; i < texts.Length; i++)
            {
                elements[shown[i]] = texts[i];
            }
        }

        public string Text() => shape.Rank == 0 ? elements[0] : Bracket(0, 0, Prefix.Length);

        private bool Cuts(int axis) => shape.Count > Threshold && shape[axis] > 2 * EdgeItems;

        private IEnumerable<int> Shown(int axis)
        {
            for (int i = 0; i < shape[axis]; i++)
            {
                i = Cuts(axis) && i == EdgeItems ? shape[axis] - EdgeItems : i;
                yield return i;
            }
        }

        private void Collect(int axis, long offset, List<long> shown)
        {
            if (axis == shape.Rank)
            {
                shown.Add(offset);
                return;
            }
            foreach (int i in Shown(axis))
            {
                Collect(axis + 1, offset + (i * shape.Strides[axis]), shown);
            }
        }

        private string Bracket(int axis, long offset, int indent)
        {
            bool isRow = axis == shape.Rank - 1;
            var parts = new List<string>();
            foreach (int i in Shown(axis))
            {
                long place = offset + (i * shape.Strides[axis]);
                parts.Add(isRow ? elements[place].PadLeft(width) : Bracket(axis + 1, place, indent + 1));
            }
            if (Cuts(axis))
            {
                parts.Insert(EdgeItems, isRow ? " ..." : "...");
            }
            string body = isRow
                ? string.Join(",\n" + new string(' ', indent + 1), Lines(parts, indent))
                : string.Join("," + new string('\n', shape.Rank - 1 - axis) + new string(' ', indent + 1), parts);
            return "[" + body + "]";
        }

        private IEnumerable<string> Lines(List<string> cells, int indent) =>
            cells.Chunk(Math.Max(1, (LineWidth - indent) / (width + 2))).Select(line => string.Join(", ", line));
    }
}
