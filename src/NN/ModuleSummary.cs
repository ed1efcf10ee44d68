using System.Globalization;
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
            Graph graph = TraceOf(model, input);
            Node[] nodes = graph.Nodes.ToArray();
            string[][] rows = [.. model.NamedComponents().Select(c => Row(c.Name, c.Component, nodes))];
            return Table([["", "", "output", "parameters", "FLOP"], .. rows.Length > 1 ? rows[1..] : rows])
                + string.Create(CultureInfo.InvariantCulture, $"{input} → {graph.Outputs[0].Type}; {model.ParameterCount:N0} parameters to train, {nodes.Sum(n => n.Op.Flops(n)):N0} FLOP\n");
        }
    }

    private static Graph TraceOf(Module model, TensorType input)
    {
        using GraphTrace trace = GraphTrace.Symbolic();
        Node x = Node.Input("x", input);
        return Graph.Create([x], [model.Forward(x)]);
    }

    private static string[] Row(string path, Component component, Node[] nodes)
    {
        // Nodes stand in the order in which they were made: the last one of a module is what it gives.
        Node? output = nodes.LastOrDefault(n => n.Op is not VariableRead && IsWithin(n));
        long own = component.NamedVariables().Where(v => v.Variable is Parameter && !v.Name.Contains('.', StringComparison.Ordinal)).Sum(v => v.Variable.Shape.Count);
        long flops = nodes.Where(IsWithin).Sum(n => n.Op.Flops(n));
        string kind = component.ToString() is var text && text.IndexOf('(', StringComparison.Ordinal) is > 0 and var end ? text[..end] : text;
        return [path, kind, output?.Type.ToString() ?? "", own == 0 ? "" : Text(own), flops == 0 ? "" : Text(flops)];

        bool IsWithin(Node node) => path.Length == 0 || (node.Origin?.ModulePath is { } at && (at == path || at.StartsWith(path + ".", StringComparison.Ordinal)));
    }

    private static string Table(string[][] rows)
    {
        const int LeftColumns = 3;
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(r => r[column].Length))];
        var text = new StringBuilder();
        foreach (string[] row in rows)
        {
            text.Append(string.Join("  ", row.Select((cell, column) => column < LeftColumns ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd()).Append('\n');
        }
        return text.ToString();
    }

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
