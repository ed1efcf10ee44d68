using System.Globalization;
using System.Text;

namespace NeuralJit;

/// <summary>Prints tensors as PyTorch does: four decimals, aligned columns, the middle of large tensors left out.</summary>
public static class TensorPrinter
{
    private const int Precision = 4;
    private const int Threshold = 1000;
    private const int EdgeItems = 3;
    private const int LineWidth = 80;
    private const string Prefix = "tensor(";

    /// <summary>The tensor as text, e.g. <c>tensor([[0.2659],\n        [0.1573]])</c>.</summary>
    public static string Print(TensorData data)
    {
        var writer = new Writer(data);
        string body = data.Shape.Count == 0 && data.Shape.Rank > 0 ? "[]" : writer.Body();
        var suffixes = new List<string>();
        if (data.Shape.Count == 0 && data.Shape.Rank != 1)
        {
            suffixes.Add($"size=({string.Join(", ", data.Shape)})");
        }
        bool isDefault = data.DType is DType.Float32 || (data.Shape.Count > 0 && data.DType is DType.Int64 or DType.Bool);
        if (!isDefault)
        {
            suffixes.Add("dtype=" + NameOf(data.DType));
        }
        var text = new StringBuilder(Prefix).Append(body);
        int lastLine = Prefix.Length + body.Length - (body.LastIndexOf('\n') + 1);
        foreach (string suffix in suffixes)
        {
            bool breaks = lastLine + suffix.Length + 2 > LineWidth;
            text.Append(breaks ? ",\n" + new string(' ', Prefix.Length) : ", ").Append(suffix);
            lastLine = breaks ? Prefix.Length + suffix.Length : lastLine + suffix.Length + 2;
        }
        return text.Append(')').ToString();
    }

    private static string NameOf(DType dtype) => dtype switch
    {
        DType.Bool => "bool",
        DType.BFloat16 => "bfloat16",
        _ when dtype.IsFloat => string.Create(CultureInfo.InvariantCulture, $"float{dtype.Size * 8}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(dtype.ShortName[0] == 'u' ? "u" : "")}int{dtype.Size * 8}"),
    };

    /// <summary>Writes the elements of one tensor, all in the same format.</summary>
    private sealed class Writer
    {
        private readonly Shape shape;
        private readonly bool summarize;
        private readonly Dictionary<long, string> texts = [];
        private readonly int width;

        public Writer(TensorData data)
        {
            shape = data.Shape;
            summarize = shape.Count > Threshold;
            List<long> shown = [];
            Collect(0, 0, shown);
            string[] formatted = Elements.Format(data, shown, Precision);
            for (int i = 0; i < formatted.Length; i++)
            {
                texts[shown[i]] = formatted[i];
                width = Math.Max(width, formatted[i].Length);
            }
        }

        public string Body() => shape.Rank == 0 ? texts[0] : Block(0, 0, Prefix.Length);

        private bool Cuts(int axis) => summarize && shape[axis] > 2 * EdgeItems;

        private IEnumerable<int> Shown(int axis)
        {
            for (int i = 0; i < shape[axis]; i++)
            {
                if (Cuts(axis) && i == EdgeItems)
                {
                    i = shape[axis] - EdgeItems;
                }
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

        private string Block(int axis, long offset, int indent) =>
            axis == shape.Rank - 1 ? Row(offset, indent) : Nested(axis, offset, indent);

        private string Nested(int axis, long offset, int indent)
        {
            var parts = new List<string>();
            foreach (int i in Shown(axis))
            {
                parts.Add(Block(axis + 1, offset + (i * shape.Strides[axis]), indent + 1));
            }
            if (Cuts(axis))
            {
                parts.Insert(EdgeItems, "...");
            }
            string separator = "," + new string('\n', shape.Rank - 1 - axis) + new string(' ', indent + 1);
            return "[" + string.Join(separator, parts) + "]";
        }

        private string Row(long offset, int indent)
        {
            var cells = new List<string>();
            foreach (int i in Shown(shape.Rank - 1))
            {
                cells.Add(texts[offset + i].PadLeft(width));
            }
            if (Cuts(shape.Rank - 1))
            {
                cells.Insert(EdgeItems, " ...");
            }
            int perLine = Math.Max(1, (LineWidth - indent) / (width + 2));
            var lines = cells.Chunk(perLine).Select(line => string.Join(", ", line));
            return "[" + string.Join(",\n" + new string(' ', indent + 1), lines) + "]";
        }
    }

    /// <summary>Chooses one format for all elements that are shown and applies it.</summary>
    private static class Elements
    {
        public static string[] Format(TensorData data, List<long> shown, int precision)
        {
            if (data.DType == DType.Bool)
            {
                bool[] flags = data.Span<bool>().ToArray();
                return [.. shown.Select(i => flags[i] ? "True" : "False")];
            }
            if (data.DType.IsInteger)
            {
                return Whole(data, shown);
            }
            double[] values = Values(data, shown);
            return FormatFloats(values, precision);
        }

        private static string[] Whole(TensorData data, List<long> shown)
        {
            var collector = new WholeText(data, shown);
            DTypes.Dispatch(data.DType, collector);
            return collector.Texts;
        }

        private static double[] Values(TensorData data, List<long> shown)
        {
            using Trace trace = Trace.Eager();
            TensorData converted = data.DType == DType.Float64 ? data : Node.Constant(data).Cast(DType.Float64).Data;
            double[] all = converted.Span<double>().ToArray();
            return [.. shown.Select(i => all[i])];
        }

        // Whole numbers get a trailing dot; otherwise decimals; powers of ten where the magnitudes lie too far apart.
        private static string[] FormatFloats(double[] values, int precision)
        {
            double[] nonZero = [.. values.Where(v => double.IsFinite(v) && v != 0).Select(Math.Abs)];
            double greatest = nonZero.Length == 0 ? 0 : nonZero.Max(), smallest = nonZero.Length == 0 ? 0 : nonZero.Min();
            bool whole = nonZero.All(v => v == Math.Ceiling(v));
            bool wide = nonZero.Length > 0 && (greatest / smallest > 1000 || greatest > 1e8);
            bool scientific = whole ? wide : wide || (nonZero.Length > 0 && smallest < 1e-4);
            string digits = new('0', precision);
            string format = scientific ? $"0.{digits}e+00" : whole ? "0" : $"0.{digits}";
            return [.. values.Select(v => Text(v, format, whole && !scientific))];
        }

        private static string Text(double value, string format, bool dot)
        {
            if (!double.IsFinite(value))
            {
                return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
            }
            return value.ToString(format, CultureInfo.InvariantCulture) + (dot ? "." : "");
        }

        private sealed class WholeText(TensorData data, List<long> shown) : ITypedAction
        {
            public string[] Texts { get; private set; } = [];

            public void Invoke<T>() where T : unmanaged, System.Numerics.INumber<T>
            {
                T[] values = data.Span<T>().ToArray();
                Texts = [.. shown.Select(i => values[i].ToString(null, CultureInfo.InvariantCulture))];
            }
        }
    }
}
