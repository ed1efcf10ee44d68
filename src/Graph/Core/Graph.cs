namespace NeuralJit;

/// <summary>A variable and the value that it gets at the end of a run.</summary>
/// <param name="Variable">What is changed.</param>
/// <param name="Value">The new value.</param>
public sealed record Update(Variable Variable, Node Value);

/// <summary>
/// A whole computation: inputs, outputs and updates. Building one shares equal nodes and drops what nothing uses.
/// Immutable.
/// </summary>
public sealed class Graph
{
    private readonly Node[] inputs;
    private readonly Node[] outputs;
    private readonly Update[] updates;
    private readonly Node[] nodes;

    private Graph(Node[] inputs, Node[] outputs, Update[] updates)
    {
        this.inputs = inputs;
        this.outputs = outputs;
        this.updates = updates;
        nodes = TopologicalOrder.Of(inputs, outputs, updates);
    }

    /// <summary>The inputs in the order in which a run takes them.</summary>
    public ReadOnlySpan<Node> Inputs => inputs;

    /// <summary>The results in the order in which a run gives them.</summary>
    public ReadOnlySpan<Node> Outputs => outputs;

    /// <summary>What a run changes; simultaneous: every read sees the old value.</summary>
    public ReadOnlySpan<Update> Updates => updates;

    /// <summary>Every node after the nodes that it needs; the position is its stable number in dumps.</summary>
    public ReadOnlySpan<Node> Nodes => nodes;

    /// <summary>Makes a graph: equal nodes become one, and each input must be an input leaf that occurs once.</summary>
    public static Graph Create(ReadOnlySpan<Node> inputs, ReadOnlySpan<Node> outputs, ReadOnlySpan<Update> updates = default)
    {
        var seen = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        foreach (Node input in inputs)
        {
            if (input.Op is not InputOp || !seen.Add(input))
            {
                throw new GraphException($"graph inputs must be distinct input leaves, got {input.Op.Name} {input.Type}");
            }
        }
        var graph = new Graph(inputs.ToArray(), outputs.ToArray(), updates.ToArray()).Rewrite(static node => node);
        foreach (Node node in graph.nodes)
        {
            if (node.Op is InputOp && !seen.Contains(node))
            {
                throw new GraphException(
                    $"the graph uses input \"{node.Name ?? node.Op.Attributes}\" {node.Type}, which is not among its inputs");
            }
            (node.Op as VariableRead)?.Variable.Settle();
        }
        Array.ForEach(graph.updates, u => u.Variable.Settle());
        return graph;
    }

    /// <summary>A graph of nodes that a pass has made; nothing is shared anew.</summary>
    internal static Graph Assemble(Node[] inputs, Node[] outputs, Update[] updates) => new(inputs, outputs, updates);

    /// <summary>
    /// The graph in which each node, its inputs already rewritten, is replaced by what <paramref name="rule"/> gives,
    /// until the rule gives the node itself. Equal nodes are shared; unused ones are gone.
    /// </summary>
    internal Graph Rewrite(Func<Node, Node> rule)
    {
        using GraphTrace trace = GraphTrace.Rewriting();
        var rewriter = new Rewriter(rule, trace, nodes.Length);
        foreach (Node input in inputs)
        {
            rewriter.Keep(input);
        }
        foreach (Node node in nodes)
        {
            rewriter.Visit(node);
        }
        return new Graph(
            inputs, [.. outputs.Select(rewriter.Map)], [.. updates.Select(u => new Update(u.Variable, rewriter.Map(u.Value)))]);
    }

    /// <summary>Checks that every node comes after its inputs and has the type that they give, and that inputs and updates fit.</summary>
    /// <exception cref="GraphException">Something is wrong; the message names the node.</exception>
    public void Verify() => Verifier.Verify(this);

    /// <summary>The graph as text: one line per value.</summary>
    public override string ToString() => GraphText.Print(this);
}
