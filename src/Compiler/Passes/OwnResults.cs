namespace NeuralJit.Compilation;

/// <summary>
/// Gives results that are only another way to look at something a copy of their own: each output and update then has a kernel that writes
/// it.
/// </summary>
internal static class OwnResults
{
    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("own results", Run) { Rules = ["result without memory of its own → copy"] };

    private static Graph Run(Graph graph, RewriteLog log)
    {
        var owners = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        using GraphTrace trace = GraphTrace.Rewriting();
        var output = new Rule(Pass.Rules[0], node => IsComputed(node) && owners.Add(Views.Source(node)) ? null : CopyOf(node, trace));
        var update = new Rule(Pass.Rules[0], node => IsLeaf(node) ? CopyOf(node, trace) : null);
        Node[] results = [.. graph.Outputs.ToArray().Select(o => log.Apply([output], o))];
        Update[] updates = [.. graph.Updates.ToArray().Select(u => new Update(u.Variable, log.Apply([update], u.Value)))];
        return Graph.Assemble(graph.Inputs.ToArray(), results, updates);
    }

    /// <summary>Whether a kernel can write the node straight into the output's memory.</summary>
    private static bool IsComputed(Node node)
    {
        (Node source, Layout layout) = Views.Resolve(node);
        return !IsLeaf(node) && layout.IsDense && layout.Offset == 0 && source.Shape.Count == node.Shape.Count;
    }

    private static bool IsLeaf(Node node) => Views.Source(node).Op is InputOp or VariableRead or ConstantOp;

    private static Node CopyOf(Node node, GraphTrace trace)
    {
        trace.Inherit(node.Origin);
        return Node.Apply(new Copy(), node);
    }
}
