namespace NeuralJit.Compilation;

/// <summary>Where the first NaN and the first infinity of a computation come from; one of them may not occur.</summary>
/// <param name="NaN">The first node that makes NaN of inputs without.</param>
/// <param name="Infinity">The first node that makes an infinity of inputs without. Alone, it may be meant (a mask).</param>
public sealed record NonFiniteReport(NonFiniteValue? NaN, NonFiniteValue? Infinity)
{
    /// <summary>Whichever comes first.</summary>
    public NonFiniteValue First => NaN is { } nan && !(Infinity?.Number < nan.Number) ? nan : Infinity!;

    /// <summary>Runs a graph op by op, composites taken apart, and looks at all values but constants; null when they are finite.</summary>
    public static NonFiniteReport? Find(Graph graph, params ReadOnlySpan<TensorData> inputs)
    {
        ArgumentNullException.ThrowIfNull(graph);
        Graph whole = new Interpreter(graph).Graph;
        Node[] nodes = whole.Nodes.ToArray();
        TensorData[] results = Interpreter.Run(Graph.Assemble(whole.Inputs.ToArray(), nodes, []), inputs);
        var values = new Dictionary<Node, TensorData>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < nodes.Length; i++)
        {
            values[nodes[i]] = results[i];
        }
        NonFiniteValue? nan = FirstMaker(nodes, values, double.IsNaN), infinity = FirstMaker(nodes, values, double.IsInfinity);
        return nan is null && infinity is null ? null : new NonFiniteReport(nan, infinity);
    }

    /// <summary>The first node and, behind it, what made the infinity or NaN that comes later.</summary>
    public override string ToString() => NaN is not null && Infinity is not null && !ReferenceEquals(NaN.Node, Infinity.Node)
        ? $"first: {First}\nthen: {(ReferenceEquals(First, NaN) ? Infinity : NaN)}"
        : $"first: {First}";

    private static NonFiniteValue? FirstMaker(Node[] nodes, Dictionary<Node, TensorData> values, Predicate<double> isBad)
    {
        for (int i = 0; i < nodes.Length; i++)
        {
            Node node = nodes[i];
            if (node.Op is not ConstantOp && Find(values[node], isBad) is >= 0 and var index
                && !node.Inputs.ToArray().Any(n => Find(values[n], isBad) >= 0))
            {
                return new NonFiniteValue(node, i, values[node].AsDoubles()[index], node.Shape.IndicesOf(index),
                    [.. node.Inputs.ToArray().Select(n => ValueRange.Of(n, values[n]))]);
            }
        }
        return null;
    }

    private static int Find(TensorData value, Predicate<double> isBad) => value.IsFinite() ? -1 : Array.FindIndex(value.AsDoubles(), isBad);
}
