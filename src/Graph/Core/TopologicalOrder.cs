namespace NeuralJit;

/// <summary>Orders nodes so that each comes after its inputs; iterative, so depth is no limit.</summary>
internal static class TopologicalOrder
{
    /// <summary>All nodes of a graph: first its inputs, then what outputs and updates need.</summary>
    public static Node[] Of(ReadOnlySpan<Node> inputs, ReadOnlySpan<Node> outputs, ReadOnlySpan<Update> updates)
    {
        var roots = new List<Node>(inputs.Length + outputs.Length + updates.Length);
        roots.AddRange(inputs);
        roots.AddRange(outputs);
        foreach (Update update in updates)
        {
            roots.Add(update.Value);
        }
        return Of(roots, stop: null);
    }

    /// <summary>
    /// What the roots need; inputs of nodes that <paramref name="stop"/> accepts are not followed. Where <paramref name="see"/> is given,
    /// what it makes of an input stands for it.
    /// </summary>
    public static Node[] Of(IEnumerable<Node> roots, Func<Node, bool>? stop, Func<Node, Node>? see = null)
    {
        var order = new List<Node>();
        var done = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        var stack = new Stack<(Node Node, int Next)>();
        foreach (Node root in roots)
        {
            if (done.Add(root))
            {
                stack.Push((root, 0));
            }
            while (stack.TryPop(out var top))
            {
                if (top.Next < top.Node.Inputs.Length && stop?.Invoke(top.Node) != true)
                {
                    stack.Push((top.Node, top.Next + 1));
                    Node input = see is null ? top.Node.Inputs[top.Next] : see(top.Node.Inputs[top.Next]);
                    if (done.Add(input))
                    {
                        stack.Push((input, 0));
                    }
                }
                else
                {
                    order.Add(top.Node);
                }
            }
        }
        return [.. order];
    }
}
