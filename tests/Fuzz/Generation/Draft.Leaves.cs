namespace NeuralJit.Fuzz;

/// <content>Leaves: inputs, parameters, states and constants, made when something needs them.</content>
internal sealed partial class Draft
{
    private const int MostInputs = 30;

    private static readonly DType[] LeafTypes =
    [
        DType.Bool, DType.UInt8, DType.Int8, DType.UInt16, DType.Int16, DType.UInt32, DType.Int32, DType.UInt64, DType.Int64,
            DType.Float16, DType.BFloat16,
        DType.Float32, DType.Float64,
    ];

    private readonly List<(Node Node, TensorData Data)> inputs = [];
    private readonly List<Variable> variables = [];
    private readonly HashSet<Variable> places = [];

    /// <summary>Inputs with their data.</summary>
    public IReadOnlyList<(Node Node, TensorData Data)> Inputs => inputs;

    /// <summary>Parameters and states.</summary>
    public IReadOnlyList<Variable> Variables => variables;

    /// <summary>States that may get another value: not those whose elements are places.</summary>
    public IEnumerable<Variable> Updatable => variables.Except(places);

    /// <summary>A type for a leaf: mostly what is computed with.</summary>
    public TensorType LeafType() => new(OneIn(3) ? Of(LeafTypes) : Main, Shape(0, 4));

    /// <summary>A leaf of a type.</summary>
    public Node Leaf(TensorType type) => Leaf(SampleData.Of(type, Random, Special));

    /// <summary>Places along an axis of an extent: a leaf, the positions of extremes, or a computed integer made to fit.</summary>
    public Node Indices(Shape shape, int extent)
    {
        DType dtype = Of(DType.Int64, DType.Int32);
        if (OneIn(4) && Existing(n => n.DType.IsInteger && n.DType != DType.UInt64 && n.Shape.BroadcastsTo(shape)) is { } whole)
        {
            return (whole.Cast(DType.Int64) % extent).Cast(dtype).BroadcastTo(shape);
        }
        return Leaf(SampleData.Indices(new TensorType(dtype, shape), extent, Random), isIndex: true);
    }

    private Node Leaf(TensorData data, bool isIndex = false)
    {
        Node leaf = Random.Next(20) switch
        {
            < 3 => Node.Constant(data),
            < 9 when data.DType.IsFloat => Read(new Parameter(data, $"p{variables.Count}")),
            < 12 => Read(new State(data, $"s{variables.Count}")),
            _ when inputs.Count >= MostInputs => Node.Constant(data),
            _ => Input(data),
        };
        known[leaf] = Approx.Of(data);
        // Indices stay what they are for; all other leaves can be used again.
        if (!isIndex)
        {
            values.Add(leaf);
        }
        else if (leaf.Op is VariableRead read)
        {
            places.Add(read.Variable);
        }
        return leaf;
    }

    private Node Read(Variable variable)
    {
        variables.Add(variable);
        return variable.Read();
    }

    private Node Input(TensorData data)
    {
        Node node = Node.Input($"x{inputs.Count}", data.Type);
        inputs.Add((node, data));
        return node;
    }
}
