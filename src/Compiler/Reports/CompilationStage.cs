namespace NeuralJit.Compilation;

/// <summary>The graph at one point of its way through the compiler.</summary>
/// <param name="Name">
/// <c>written</c> (what the model computes), <c>gradients</c> (with backward pass and updates, where there are any), the names of the
/// passes (a second one of the same name has <c>#2</c> after it), <c>optimized</c> (what is cut into kernels).
/// </param>
/// <param name="Graph">The graph.</param>
/// <param name="Pass">The pass that made it, or null.</param>
public sealed record CompilationStage(string Name, Graph Graph, PassReport? Pass)
{
    /// <summary>All stages of a compilation.</summary>
    internal static IReadOnlyList<CompilationStage> Of(CompilationReport report)
    {
        var stages = new List<CompilationStage>();
        if (Written(report.Original) is { } written)
        {
            stages.Add(new CompilationStage("written", written, null));
        }
        stages.Add(new CompilationStage(stages.Count == 0 ? "written" : "gradients", report.Original, null));
        foreach (PassReport pass in report.Passes)
        {
            int before = stages.Count(s => s.Pass?.Name == pass.Name);
            stages.Add(new CompilationStage(before == 0 ? pass.Name : $"{pass.Name}#{before + 1}", pass.After, pass));
        }
        stages.Add(new CompilationStage("optimized", report.Optimized, null));
        return stages;
    }

    /// <summary>The part that differentiation has not made, or null when it has made nothing.</summary>
    private static Graph? Written(Graph graph)
    {
        var forward = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        foreach (Node node in graph.Nodes)
        {
            if (node.Origin?.GradientOf is null && node.Inputs.ToArray().All(forward.Contains))
            {
                forward.Add(node);
            }
        }
        if (forward.Count == graph.Nodes.Length)
        {
            return null;
        }
        Node[] outputs = [.. graph.Outputs.ToArray().Where(forward.Contains)];
        if (outputs.Length == 0)
        {
            // Only gradients are returned: what they are gradients of is what no other part of the model uses.
            var used = new HashSet<Node>(forward.SelectMany(n => n.Inputs.ToArray()), ReferenceEqualityComparer.Instance);
            outputs = [.. graph.Nodes.ToArray().Where(n => n.Inputs.Length > 0 && forward.Contains(n) && !used.Contains(n))];
        }
        return Graph.Assemble(graph.Inputs.ToArray(), outputs, [.. graph.Updates.ToArray().Where(u => forward.Contains(u.Value))]);
    }
}
