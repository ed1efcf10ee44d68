namespace NeuralJit.Fuzz;

/// <summary>
/// What a graph means, written down a second time: naive loops in float64 and exact integers, from the definitions of the ops. Nothing of
/// the library computes here; ops are read for their attributes, nodes for their types.
/// </summary>
internal static class Reference
{
    private static readonly RuleTable Rules = new RuleTable().AddElementwise().AddLogic().AddReductions().AddViews().AddIndexing()
        .AddProducts().AddPools().AddActivations().AddNormalizations().AddLosses().AddRandom();

    /// <summary>The ops that the reference knows.</summary>
    public static IReadOnlyCollection<Type> Ops => Rules.Ops;

    /// <summary>The value of a node from those of its inputs.</summary>
    public static Approx Evaluate(Node node, Func<Node, Approx> valueOf)
    {
        Approx[] inputs = [.. node.Inputs.ToArray().Select(valueOf)];
        Approx y = Rules.Of(node.Op)(node, inputs);
        return y.Type == node.Type ? y : y.DType == node.DType && y.Count == node.Shape.Count ? y.Reshaped(node.Shape)
            : throw new InvalidOperationException($"reference: {node.Op.Name} is {node.Type}, its rule gives {y.Type}");
    }

    /// <summary>The values of all nodes; leaves are given.</summary>
    public static Dictionary<Node, Approx> Evaluate(Graph graph, Func<Node, Approx> leaf)
    {
        var values = new Dictionary<Node, Approx>(ReferenceEqualityComparer.Instance);
        foreach (Node node in graph.Nodes)
        {
            values[node] = node.Op is InputOp or VariableRead ? leaf(node) : Evaluate(node, n => values[n]);
        }
        return values;
    }
}
