namespace NeuralJit;

/// <summary>Checks that a graph is what passes and kernels rely on; run after every pass.</summary>
internal static class Verifier
{
    /// <summary>Checks order, types, leaves and updates.</summary>
    /// <exception cref="GraphException">The graph is inconsistent; the message names the node.</exception>
    public static void Verify(Graph graph)
    {
        var seen = new Dictionary<Node, int>(graph.Nodes.Length, ReferenceEqualityComparer.Instance);
        foreach (Node node in graph.Nodes)
        {
            CheckNode(node, seen);
            seen.Add(node, seen.Count);
        }
        CheckInputs(graph, seen);
        CheckUpdates(graph);
    }

    private static void CheckNode(Node node, Dictionary<Node, int> seen)
    {
        foreach (Node input in node.Inputs)
        {
            if (!seen.ContainsKey(input))
            {
                throw Wrong(node, seen.Count, $"it comes before its input {input.Op.Name} {input.Type}");
            }
        }
        TensorType inferred;
        try
        {
            inferred = node.Op.Infer(node.Inputs);
        }
        catch (GraphException error)
        {
            throw Wrong(node, seen.Count, error.Message, error);
        }
        if (inferred != node.Type)
        {
            throw Wrong(node, seen.Count, $"its inputs give {inferred}");
        }
    }

    private static void CheckInputs(Graph graph, Dictionary<Node, int> seen)
    {
        var inputs = new HashSet<Node>(graph.Inputs.ToArray(), ReferenceEqualityComparer.Instance);
        foreach (Node node in graph.Nodes)
        {
            if (node.Op is InputOp && !inputs.Contains(node))
            {
                throw Wrong(node, seen[node], "it is not among the graph's inputs");
            }
        }
        foreach (Node input in inputs)
        {
            if (input.Op is not InputOp)
            {
                throw Wrong(input, seen[input], "a graph input must be an input leaf");
            }
        }
    }

    private static void CheckUpdates(Graph graph)
    {
        var updated = new HashSet<Variable>();
        foreach (Update update in graph.Updates)
        {
            if (update.Value.Type != update.Variable.Type)
            {
                throw new GraphException(
                    $"verify: \"{update.Variable.Name}\" is {update.Variable.Type}, its update is {update.Value.Type}");
            }
            if (!updated.Add(update.Variable))
            {
                throw new GraphException($"verify: \"{update.Variable.Name}\" is updated twice");
            }
        }
    }

    private static GraphException Wrong(Node node, int number, string what, Exception? inner = null)
    {
        string message = $"verify: %{number} = {node.Op.Name} {node.Type}: {what}{node.Origin?.ForMessage()}";
        return inner is null ? new GraphException(message) : new GraphException(message, inner);
    }
}
