namespace NeuralJit.Compilation;

/// <summary>Replaces composites by their definitions; fusion makes them one kernel again.</summary>
internal static class ExpandComposites
{
    private static readonly Pass OneLevel = RulePass.Of("expand composites",
        new Rule("composite → its definition", node => node.Op is CompositeOp composite ? composite.Expand(node.Inputs) : null),
        new Rule("stop_gradient(x) → x", node => node.Op is StopGradient ? node.Inputs[0] : null));

    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new(OneLevel.Name, Run);

    // Rules see the nodes of the graph that they are given; composites inside a definition (layer norm's mean) come into sight in the next round.
    private static Graph Run(Graph graph, RewriteLog log)
    {
        while (graph.Nodes.ToArray().Any(node => node.Op is CompositeOp or StopGradient))
        {
            graph = OneLevel.Run(graph, log);
        }
        return graph;
    }
}
