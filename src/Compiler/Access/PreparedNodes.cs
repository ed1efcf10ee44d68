namespace NeuralJit.Compilation;

/// <summary>
/// Finds what depends on parameters and constants alone, and on none that the graph itself updates: it is computed once per version. Where
/// a graph updates nothing (inference), states such as running statistics count as parameters.
/// </summary>
internal sealed class PreparedNodes
{
    private readonly HashSet<Variable> updated;
    private readonly Dictionary<Node, bool> known = new(ReferenceEqualityComparer.Instance);

    /// <summary>Looks at the updates of <paramref name="graph"/>.</summary>
    public PreparedNodes(Graph graph) => updated = [.. graph.Updates.ToArray().Select(u => u.Variable)];

    /// <summary>Whether the node, perhaps one that a pass has just made, depends on nothing else.</summary>
    public bool Contains(Node node)
    {
        if (known.TryGetValue(node, out bool result))
        {
            return result;
        }
        foreach (Node below in TopologicalOrder.Of([node], stop: known.ContainsKey))
        {
            known.TryAdd(below, IsFixed(below));
        }
        return known[node];
    }

    /// <summary>The nodes of <paramref name="graph"/> that can be prepared: all such but its results and what needs those.</summary>
    public static HashSet<Node> Of(Graph graph)
    {
        var all = new PreparedNodes(graph);
        var results = new HashSet<Node>(graph.Outputs.ToArray().Concat(graph.Updates.ToArray().Select(u => u.Value))
            .Select(n => Views.Source(n)), ReferenceEqualityComparer.Instance);
        var prepared = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        foreach (Node node in graph.Nodes)
        {
            if (all.Contains(node) && !results.Contains(node) && node.Inputs.ToArray().All(prepared.Contains))
            {
                prepared.Add(node);
            }
        }
        return prepared;
    }

    /// <summary>
    /// Those of <paramref name="preparable"/> that have memory of their own once they are prepared: products, what the library computes
    /// (packed weights above all), and what these need. The rest is only prepared where no kernel of a run takes it in.
    /// </summary>
    public static HashSet<Node> Stored(Graph graph, HashSet<Node> preparable)
    {
        var stored = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        var needed = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        for (int i = graph.Nodes.Length - 1; i >= 0; i--)
        {
            Node node = graph.Nodes[i];
            if (!preparable.Contains(node) || !(needed.Contains(node) || IsOfNoLoop(node)))
            {
                continue;
            }
            stored.Add(node);
            foreach (Node input in node.Inputs)
            {
                needed.Add(input);
            }
        }
        return stored;
    }

    private static bool IsOfNoLoop(Node node) =>
        node.Op is not (ViewOp or ReduceOp or VariableRead or ConstantOp) && !LoopOps.IsElementwise(node);

    private bool IsFixed(Node node) => node.Op switch
    {
        ConstantOp => true,
        VariableRead read => (read.Variable is Parameter || updated.Count == 0) && !updated.Contains(read.Variable),
        InputOp or RandomUniform or RandomNormal => false,
        _ => node.Op.IsPure && node.Inputs.Length > 0 && AllKnown(node),
    };

    private bool AllKnown(Node node)
    {
        foreach (Node input in node.Inputs)
        {
            if (!known[input])
            {
                return false;
            }
        }
        return true;
    }
}
