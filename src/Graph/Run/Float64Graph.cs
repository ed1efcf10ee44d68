namespace NeuralJit;

/// <summary>
/// A graph computed in float64 instead of float32. Variables of float32 become inputs after the graph's own, so that their values
/// can be varied; updates are left out; random numbers are drawn in float32 and converted, so that they are the same.
/// </summary>
public sealed class Float64Graph
{
    private readonly Dictionary<Node, Node> map = new(ReferenceEqualityComparer.Instance);
    private readonly List<Variable> variables = [];
    private readonly List<Node> inputs = [];

    private Float64Graph(Graph graph)
    {
        using GraphTrace trace = GraphTrace.Rewriting();
        foreach (Node input in graph.Inputs)
        {
            inputs.Add(map[input] = Node.Input(((InputOp)input.Op).Label, InFloat64(input.Type)));
        }
        foreach (Node node in graph.Nodes)
        {
            if (!map.ContainsKey(node))
            {
                trace.Inherit(node.Origin);
                map[node] = Convert(node);
            }
        }
        Graph = Graph.Create([.. inputs], [.. graph.Outputs.ToArray().Select(output => map[output])]);
    }

    /// <summary>The converted graph.</summary>
    public Graph Graph { get; }

    /// <summary>The variables whose values, in float64, are the inputs after the original ones.</summary>
    public IReadOnlyList<Variable> Variables => variables;

    /// <summary>Converts a graph.</summary>
    public static Float64Graph Of(Graph graph) => new(graph);

    /// <summary>The graph's inputs and the variables' present values in float64: what the converted graph runs on.</summary>
    public TensorData[] Arguments(ReadOnlySpan<TensorData> originalInputs) =>
        [.. originalInputs.ToArray().Select(InFloat64), .. variables.Select(v => InFloat64(v.Data))];

    /// <summary>A copy whose float32 elements are float64.</summary>
    public static TensorData InFloat64(TensorData data)
    {
        if (data.DType != DType.Float32)
        {
            return data.Clone();
        }
        TensorData result = TensorData.Uninitialized(InFloat64(data.Type));
        ReadOnlySpan<float> source = data.Span<float>();
        Span<double> target = result.Span<double>();
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = source[i];
        }
        return result;
    }

    private static TensorType InFloat64(TensorType type) => type.DType == DType.Float32 ? type with { DType = DType.Float64 } : type;

    private Node Convert(Node node) => node.Op switch
    {
        ConstantOp constant => Node.Constant(InFloat64(constant.Data)),
        VariableRead { Variable.DType: DType.Float32 } read => Variable(read.Variable),
        Cast { Target: DType.Float32 } => map[node.Inputs[0]].Cast(DType.Float64),
        Iota iota => Node.Apply(iota with { Type = InFloat64(iota.Type) }),
        RandomOp { Type.DType: DType.Float32 } => Node.Apply(node.Op, Inputs(node)).Cast(DType.Float64),
        _ => Node.Apply(node.Op, Inputs(node)),
    };

    private Node[] Inputs(Node node) => [.. node.Inputs.ToArray().Select(input => map[input])];

    private Node Variable(Variable variable)
    {
        Node input = Node.Input(variable.Name, InFloat64(variable.Type));
        variables.Add(variable);
        inputs.Add(input);
        return input;
    }
}
