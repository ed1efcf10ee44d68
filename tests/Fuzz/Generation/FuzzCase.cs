namespace NeuralJit.Fuzz;

/// <summary>A graph with its data: what the engines run.</summary>
/// <param name="Seed">The seed that it comes from; it also chooses how it is run.</param>
/// <param name="Graph">The graph.</param>
/// <param name="Inputs">A tensor for each input.</param>
/// <param name="Start">The variables' values before the first run.</param>
/// <param name="Random">The state of the random numbers.</param>
/// <param name="Claims">What differentiation claims about the graph.</param>
internal sealed record FuzzCase(
    int Seed, Graph Graph, TensorData[] Inputs, IReadOnlyDictionary<Variable, TensorData> Start, State Random,
        IReadOnlyList<GradientClaim> Claims)
{
    /// <summary>Gives all variables the values that they start with.</summary>
    public void Reset()
    {
        foreach ((Variable variable, TensorData data) in Start)
        {
            variable.Assign(data);
        }
    }

    /// <summary>What the reference says about all nodes, with the variables as they are now.</summary>
    public Dictionary<Node, Approx> Evaluate() => Reference.Evaluate(Graph, Leaf);

    /// <summary>The value of a leaf.</summary>
    public Approx Leaf(Node leaf) => leaf.Op is VariableRead read
        ? Approx.Of(read.Variable.Value)
        : Approx.Of(Inputs[Array.FindIndex(Graph.Inputs.ToArray(), i => ReferenceEquals(i, leaf))]);
}
