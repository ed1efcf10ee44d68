using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace NeuralJit.NN;

/// <summary>A table of what a model is made of.</summary>
public static class ModuleSummary
{
    extension(Module model)
    {
        /// <summary>
        /// A line for each part of the model, with the shape that it gives, its own parameters and its floating-point operations:
        /// <c>Console.WriteLine(model.Summary([1, 28, 28]))</c>. Nothing is computed.
        /// </summary>
        /// <param name="sample">The shape of one sample, without the batch.</param>
        /// <param name="batch">Samples of the batch.</param>
        /// <param name="dtype">The element type of the input.</param>
        /// <exception cref="ShapeException">The model does not take such a batch.</exception>
        public string Summary(Shape sample, int batch = 1, DType dtype = DType.Float32)
        {
            var input = new TensorType(dtype, [NumberRules.AtLeast("summary", nameof(batch), batch, 1), .. sample]);
            Node output = TraceOf(model, input);
            Dictionary<string, Part> parts = PartsOf(model, output);
            string[][] rows =
                [.. model.NamedComponents().Select(c => Row(c.Name, c.Component.Kind, parts.GetValueOrDefault(c.Name) ?? new Part()))];
            return Table([["", "", "output", "parameters", "FLOP"], .. rows.Length > 1 ? rows[1..] : rows])
                + string.Create(CultureInfo.InvariantCulture,
                    $"{input} → {output.Type}; {model.ParameterCount:N0} parameters to train, {parts[""].Flops:N0} FLOP\n");
        }
    }

    private static Node TraceOf(Module model, TensorType input)
    {
        using GraphTrace trace = GraphTrace.Symbolic();
        try
        {
            return model.Forward(Node.Input("x", input));
        }
        catch (ShapeException error)
        {
            throw new ShapeException(
                $"summary: {error.Message}; the input was {input}, for a summary takes the shape of one sample and adds the batch", error);
        }
    }

    private static Dictionary<string, Part> PartsOf(Module model, Node output)
    {
        var parts = new Dictionary<string, Part>();
        Part Of(string path) => CollectionsMarshal.GetValueRefOrAddDefault(parts, path, out _) ??= new Part();
        foreach (Node node in TopologicalOrder.Of([output], stop: null))
        {
            long flops = node.Op.Flops(node);
            foreach (string path in WithParents(node.Origin?.ModulePath ?? ""))
            {
                // Nodes stand in the order in which they were made: the last one of a part is what it gives.
                Part part = Of(path);
                part.Output = node.Op is VariableRead ? part.Output : node;
                part.Flops += flops;
            }
        }
        foreach ((string name, Variable variable) in model.NamedVariables().Where(v => v.Variable is Parameter))
        {
            Of(ParentOf(name)).Parameters += variable.Shape.Count;
        }
        return parts;
    }

    // "a.b" is part of "a", and that of the whole, "".
    private static IEnumerable<string> WithParents(string path)
    {
        for (; path.Length > 0; path = ParentOf(path))
        {
            yield return path;
        }
        yield return "";
    }

    private static string ParentOf(string path) => path[..Math.Max(0, path.LastIndexOf('.'))];

    private static string[] Row(string path, string kind, Part part) =>
        [path, kind, part.Output?.Type.ToString() ?? "", part.Parameters == 0
            ? ""
            : Text(part.Parameters), part.Flops == 0 ? "" : Text(part.Flops)];

    private static string Table(string[][] rows)
    {
        const int LeftColumns = 3;
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(r => r[column].Length))];
        var text = new StringBuilder();
        foreach (string[] row in rows)
        {
            text.Append(string.Join("  ", row.Select((cell, column) =>
                column < LeftColumns ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd()).Append('\n');
        }
        return text.ToString();
    }

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private sealed class Part
    {
        public Node? Output { get; set; }

        public long Flops { get; set; }

        public long Parameters { get; set; }
    }
}
