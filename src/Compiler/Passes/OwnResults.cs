namespace NeuralJit.Compilation;

/// <summary>Gives results that are only another way to look at something a copy of their own: each output and update then has a kernel that writes it.</summary>
internal static class OwnResults
{
    /// <summary>The pass. Without it no graph can run, so it is no matter of rules that could be left out.</summary>
    public static Pass Pass { get; } = new("own results", static (graph, _) => WithCopies(graph));

    private static Graph WithCopies(Graph graph)
    {
        var outputs = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        using GraphTrace trace = GraphTrace.Rewriting();
        Node[] results = [.. graph.Outputs.ToArray().Select(o => IsComputed(o) && outputs.Add(Views.Source(o)) ? o : CopyOf(o, trace))];
        Update[] updates = [.. graph.Updates.ToArray().Select(u => IsLeaf(u.Value) ? new Update(u.Variable, CopyOf(u.Value, trace)) : u)];
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
