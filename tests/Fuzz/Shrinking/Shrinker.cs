namespace NeuralJit.Fuzz;

/// <summary>
/// Makes a failing case smaller as long as it fails on the same engine: fewer outputs and updates, nodes replaced by inputs that hold their
/// values.
/// </summary>
internal static class Shrinker
{
    private const int MostRounds = 400;

    /// <summary>The smallest failing case that was found, and its difference.</summary>
    public static FuzzCase Shrink(FuzzCase c, Difference difference, out Difference last) =>
        Shrink(c, difference, CaseRunner.Run, out last);

    /// <summary>The same, for another way to run a case.</summary>
    public static FuzzCase Shrink(FuzzCase c, Difference difference, Func<FuzzCase, Difference?> run, out Difference last)
    {
        last = difference;
        int rounds = 0;
        for (bool progress = true; progress && rounds < MostRounds;)
        {
            progress = false;
            foreach (Func<FuzzCase?> smaller in Candidates(c))
            {
                if (rounds++ > MostRounds)
                {
                    break;
                }
                if (Try(smaller, run, difference.Engine) is var (next, found))
                {
                    (c, last, progress) = (next, found, true);
                    break;
                }
            }
        }
        return c;
    }

    private static (FuzzCase, Difference)? Try(Func<FuzzCase?> make, Func<FuzzCase, Difference?> run, string engine)
    {
        try
        {
            return make() is { } c && run(c) is { } found && found.Engine == engine ? (c, found) : null;
        }
        catch (Exception error) when (error is GraphException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static IEnumerable<Func<FuzzCase?>> Candidates(FuzzCase c)
    {
        Graph graph = c.Graph;
        for (int i = 0; i < graph.Outputs.Length && graph.Outputs.Length + graph.Updates.Length > 1; i++)
        {
            int only = i;
            yield return () => Rebuilt(c, [graph.Outputs[only]], []);
        }
        for (int i = 0; i < graph.Updates.Length && graph.Outputs.Length + graph.Updates.Length > 1; i++)
        {
            int drop = i;
            yield return () => Rebuilt(c, [.. graph.Outputs], [.. graph.Updates.ToArray().Where((_, k) => k != drop)]);
        }
        for (int i = 0; i < graph.Outputs.Length && graph.Outputs.Length + graph.Updates.Length > 1; i++)
        {
            int drop = i;
            yield return () => Rebuilt(c, [.. graph.Outputs.ToArray().Where((_, k) => k != drop)], [.. graph.Updates]);
        }
        foreach (Node node in graph.Nodes.ToArray().Reverse())
        {
            if (node.Op is not (InputOp or VariableRead or ConstantOp))
            {
                foreach (Node input in node.Inputs.ToArray().Where(n => n.Type == node.Type))
                {
                    yield return () => Replaced(c, node, _ => input);
                }
                yield return () => WithInput(c, node);
            }
        }
        foreach (Node node in graph.Nodes.ToArray().Where(n => n.Op is VariableRead or ConstantOp && n.DType != DType.UInt64))
        {
            yield return () => WithInput(c, node);
        }
    }

    private static FuzzCase? Rebuilt(FuzzCase c, Node[] outputs, Update[] updates) =>
        outputs.Length + updates.Length == 0 ? null : WithGraph(c, [.. c.Graph.Inputs], c.Inputs, outputs, updates);

    private static FuzzCase? Replaced(FuzzCase c, Node node, Func<Node, Node> by)
    {
        var map = new Dictionary<Node, Node>(ReferenceEqualityComparer.Instance);
        foreach (Node next in c.Graph.Nodes)
        {
            Node[] inputs = [.. next.Inputs.ToArray().Select(n => map[n])];
            bool same = inputs.AsSpan().SequenceEqual(next.Inputs, ReferenceEqualityComparer.Instance);
            map[next] = ReferenceEquals(next, node) ? by(next) is var other && map.TryGetValue(other, out Node? mapped) ? mapped : by(next)
                : same ? next : Node.Apply(next.Op, inputs);
        }
        Node[] outputs = [.. c.Graph.Outputs.ToArray().Select(o => map[o])];
        Update[] updates = [.. c.Graph.Updates.ToArray().Select(u => u with { Value = map[u.Value] })];
        return WithGraph(c, [.. c.Graph.Inputs], c.Inputs, outputs, updates);
    }

    // The node's value, as the reference computes it, becomes an input.
    private static FuzzCase? WithInput(FuzzCase c, Node node)
    {
        c.Reset();
        Approx value = c.Evaluate()[node];
        if (value.UnknownShare > 0 || c.Graph.Inputs.Length > 40)
        {
            return null;
        }
        TensorData data = TensorData.Zeros(node.Type);
        for (int i = 0; i < value.Count; i++)
        {
            if (node.DType.IsFloat)
            {
                Elements.Write(data, i, value.Values[i]);
            }
            else
            {
                Elements.Write(data, i, value.Integers[i]);
            }
        }
        Node input = Node.Input($"v{c.Graph.Inputs.Length}", node.Type);
        FuzzCase? replaced = Replaced(c with { Graph = WithInputs(c.Graph, input), Inputs = [.. c.Inputs, data] }, node, _ => input);
        return replaced;
    }

    private static Graph WithInputs(Graph graph, Node input) => Graph.Create([.. graph.Inputs, input], graph.Outputs, graph.Updates);

    private static FuzzCase WithGraph(FuzzCase c, Node[] inputs, TensorData[] data, Node[] outputs, Update[] updates)
    {
        var used = TopologicalOrder.Of([.. outputs, .. updates.Select(u => u.Value)], stop: null)
            .ToHashSet<Node>(ReferenceEqualityComparer.Instance);
        int[] kept = [.. Enumerable.Range(0, inputs.Length).Where(i => used.Contains(inputs[i]))];
        Graph graph = Graph.Create([.. kept.Select(i => inputs[i])], outputs, updates);
        return c with { Graph = graph, Inputs = [.. kept.Select(i => data[i])], Claims = [] };
    }
}
