namespace NeuralJit.Compilation;

/// <summary>Finds what depends on parameters and constants alone, and on none that the graph itself updates: it is computed once per version.</summary>
internal static class PreparedNodes
{
    /// <summary>The nodes.</summary>
    public static HashSet<Node> Of(Graph graph)
    {
        var updated = graph.Updates.ToArray().Select(u => u.Variable).ToHashSet();
        var results = new HashSet<Node>(graph.Outputs.ToArray().Concat(graph.Updates.ToArray().Select(u => u.Value)).Select(n => Views.Resolve(n).Source), ReferenceEqualityComparer.Instance);
        var prepared = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        foreach (Node node in graph.Nodes)
        {
            bool qualifies = node.Op switch
            {
                ConstantOp => true,
                VariableRead read => read.Variable is Parameter && !updated.Contains(read.Variable),
                InputOp or RandomUniform or RandomNormal => false,
                _ => node.Inputs.Length > 0 && node.Inputs.ToArray().All(prepared.Contains),
            };
            if (qualifies && !results.Contains(node))
            {
                prepared.Add(node);
            }
        }
        return prepared;
    }
}
