namespace NeuralJit.Compilation;

/// <summary>
/// The transposed values, and what is computed from them element by element, that end in reductions or further transpositions alone: all of
/// that can as well be computed in the order in which the values lie in memory.
/// </summary>
internal sealed class TransposedRegions
{
    // An operand that is repeated less often is better read in its own order.
    private const int FewRepetitions = 4;

    private readonly Dictionary<Node, Shape> orders = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Node, List<Node>> users = new(ReferenceEqualityComparer.Instance);

    /// <summary>The nodes of <paramref name="graph"/>'s regions, each with the permutation by which memory was transposed.</summary>
    public static IReadOnlyDictionary<Node, Shape> Of(Graph graph)
    {
        var regions = new TransposedRegions();
        foreach (Node node in graph.Nodes)
        {
            regions.Add(node);
        }
        if (regions.orders.Count > 0)
        {
            var results = new HashSet<Node>(
                [.. graph.Outputs, .. graph.Updates.ToArray().Select(u => u.Value)], ReferenceEqualityComparer.Instance);
            regions.Remove(new Stack<Node>(regions.orders.Keys.Where(n => results.Contains(n) || !regions.Stays(n))));
        }
        return regions.orders;
    }

    private void Add(Node node)
    {
        if (node.Op is Transpose t && !orders.ContainsKey(node.Inputs[0]) && FollowMemory.IsReadAcross(node, node.Shape))
        {
            orders[node] = t.Permutation;
        }
        else if (LoopOps.IsElementwise(node)
            && node.Inputs.ToArray().FirstOrDefault(i => orders.ContainsKey(i) && i.Shape.Equals(node.Shape)) is { } carrier)
        {
            orders[node] = orders[carrier];
        }
        foreach (Node input in node.Inputs)
        {
            if (orders.ContainsKey(input))
            {
                (users.TryGetValue(input, out List<Node>? known) ? known : users[input] = []).Add(node);
            }
        }
    }

    /// <summary>Whether every operand of the node, and every use of it, is one that can follow.</summary>
    private bool Stays(Node node) =>
        (node.Op is Transpose || node.Inputs.ToArray().All(i => CanGoBack(i, node)))
        && users.GetValueOrDefault(node, []).All(user => user.Op is Transpose || FollowMemory.IsLoop(user)
            && (user.Op is ReduceOp || IsOfSameOrder(user, node)));

    private bool CanGoBack(Node operand, Node node) => operand.UniformConstant is not null
        || (operand.Shape.Equals(node.Shape) ? IsOfSameOrder(operand, node)
            : !orders.ContainsKey(operand) && operand.Shape.Count * FewRepetitions <= node.Shape.Count);

    private bool IsOfSameOrder(Node a, Node b) => orders.TryGetValue(a, out Shape? order) && order.Equals(orders[b]);

    /// <summary>Takes nodes out, and with each its neighbours: what it is computed from and what is computed from it.</summary>
    private void Remove(Stack<Node> wrong)
    {
        while (wrong.TryPop(out Node? node))
        {
            if (!orders.Remove(node))
            {
                continue;
            }
            foreach (Node neighbour in users.GetValueOrDefault(node, []).Concat(node.Op is Transpose ? [] : node.Inputs.ToArray()))
            {
                if (LoopOps.IsElementwise(neighbour) || neighbour.Op is Transpose)
                {
                    wrong.Push(neighbour);
                }
            }
        }
    }
}
