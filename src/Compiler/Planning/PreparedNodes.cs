namespace NeuralJit.Compilation;

/// <summary>
/// Finds what depends on parameters and constants alone, and on none that the graph itself updates: it is computed once per version. Where a graph
/// updates nothing (inference), states such as running statistics count as parameters.
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
        if (!known.TryGetValue(node, out bool result))
        {
            known[node] = result = node.Op switch
            {
                ConstantOp => true,
                VariableRead read => (read.Variable is Parameter || updated.Count == 0) && !updated.Contains(read.Variable),
                InputOp or RandomUniform or RandomNormal => false,
                _ => node.Inputs.Length > 0 && node.Inputs.ToArray().All(Contains),
            };
        }
        return result;
    }

    /// <summary>The nodes of <paramref name="graph"/> that are prepared: all such but its results.</summary>
    public static HashSet<Node> Of(Graph graph)
    {
        var all = new PreparedNodes(graph);
        var results = new HashSet<Node>(graph.Outputs.ToArray().Concat(graph.Updates.ToArray().Select(u => u.Value)).Select(n => Views.Source(n)), ReferenceEqualityComparer.Instance);
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
}
