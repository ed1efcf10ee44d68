namespace NeuralJit.Compilation;

/// <summary>
/// Lets loops follow memory. Where a transposed value only goes into reductions, it is reduced in the order in which it lies; where a
/// kernel would step over memory by whole rows, it reads a copy instead, which is made block by block.
/// </summary>
internal static class FollowMemory
{
    /// <summary>Strides below the bytes of a cache line do not waste what is loaded.</summary>
    private const int CacheLine = 64;

    /// <summary>What stays in the first-level cache can be read in any order.</summary>
    private const int FirstLevelCache = 32 * 1024;

    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("follow memory", Run)
    {
        Rules = ["f(transpose(x)) → transpose(f(x))", "reduce(transpose(x)) → transpose(reduce(x))", "read across memory → read a copy"],
    };

    private static Graph Run(Graph graph, RewriteLog log)
    {
        var transposed = TransposedRegions.Of(graph);
        Graph ordered = transposed.Count == 0 ? graph : InOrder(graph, transposed, log);
        var copy = new Rule(Pass.Rules[2], node => IsLoop(node) ? OfCopies(node) : null);
        return ordered.Rewrite(node => log.Apply([copy], node));
    }

    /// <summary>Whether loops compute the node from its inputs' elements.</summary>
    public static bool IsLoop(Node node) => LoopOps.IsElementwise(node) || (node.Op is ReduceOp && node.DType.IsComputeFloat);

    /// <summary>Whether a loop over <paramref name="domain"/> steps over the input's memory by a cache line or more at a time.</summary>
    public static bool IsReadAcross(Node input, Shape domain)
    {
        int inner = Views.InnerAxis(domain);
        if (input.Shape.Count * input.DType.Size <= FirstLevelCache || input.LayoutInSource is not { } layout)
        {
            return false;
        }
        long[] strides = Views.StridesOn(layout, domain);
        long step = strides.Length == 0 ? 0 : Math.Abs(strides[inner]);
        return step * input.DType.Size >= CacheLine
            && Enumerable.Range(0, inner).Any(axis => domain[axis] > 1 && strides[axis] != 0 && Math.Abs(strides[axis]) < step);
    }

    private static Node? OfCopies(Node node)
    {
        Shape domain = node.Op is ReduceOp ? node.Inputs[0].Shape : node.Shape;
        Node[] inputs = [.. node.Inputs];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = IsReadAcross(inputs[i], domain) ? Node.Apply(new Copy(), inputs[i]) : inputs[i];
        }
        return inputs.AsSpan().SequenceEqual(node.Inputs) ? null : Node.Apply(node.Op, inputs);
    }

    /// <summary>The graph in which the regions are computed in the order of their memory.</summary>
    private static Graph InOrder(Graph graph, IReadOnlyDictionary<Node, Shape> regions, RewriteLog log)
    {
        using GraphTrace trace = GraphTrace.Rewriting();
        var map = graph.Inputs.ToArray().ToDictionary(n => n, n => n, (IEqualityComparer<Node>)ReferenceEqualityComparer.Instance);
        // Of a node in a region, the map holds what it is in the order of memory.
        foreach (Node node in graph.Nodes)
        {
            if (map.ContainsKey(node))
            {
                continue;
            }
            trace.Inherit(node.Origin);
            Node same = node.Inputs.ToArray().All(i => ReferenceEquals(map[i], i)) ? node
                : regions.ContainsKey(node) || node.Inputs.ToArray().Any(regions.ContainsKey) ? node
                : node.With([.. node.Inputs.ToArray().Select(i => map[i])], node.Origin);
            map[node] = log.Apply(
                [new(Pass.Rules[0], n => regions.ContainsKey(node) ? Carried(node) : null), new(Pass.Rules[1], n => ReadOf(node))], same);
        }
        return Graph.Assemble(
            graph.Inputs.ToArray(), [.. graph.Outputs.ToArray().Select(n => map[n])],
            [.. graph.Updates.ToArray().Select(u => new Update(u.Variable, map[u.Value]))]);

        Node Carried(Node node) => node.Op is Transpose
            ? map[node.Inputs[0]]
            : Node.Apply(node.Op, [.. node.Inputs.ToArray().Select(i => regions.ContainsKey(i) ? map[i] : Back(map[i], regions[node]))]);

        // A reduction or a transposition of a node in a region.
        Node? ReadOf(Node node)
        {
            if (node.Inputs.Length != 1 || !regions.TryGetValue(node.Inputs[0], out Shape? order))
            {
                return null;
            }
            Node x = map[node.Inputs[0]];
            return node.Op switch
            {
                Transpose t => Transposed(x, [.. t.Permutation.Extents.ToArray().Select(axis => order[axis])]),
                ReduceOp reduce => Shaped(Transposed(
                    Node.Apply(reduce with { Axes = Along(reduce.Axes, order), KeepDims = true }, x), order.Extents.ToArray()), node.Shape),
                _ => throw new InvalidOperationException($"{node.Op.Name} reads a region that is computed in another order"),
            };
        }
    }

    /// <summary>Axes of the transposed value as axes of the value in memory.</summary>
    private static Axes Along(Axes axes, Shape order) => new(axes.Ascending().Aggregate(0u, (mask, axis) => mask | (1u << order[axis])));

    /// <summary>An operand that broadcasts to a transposed value, for the value in memory.</summary>
    private static Node Back(Node operand, Shape order)
    {
        if (operand.Rank == 0)
        {
            return operand;
        }
        Shape shape = [.. Enumerable.Repeat(1, order.Rank - operand.Rank), .. operand.Shape.Extents];
        return Transposed(Shaped(operand, shape), new Transpose(order).Inverse().Extents.ToArray());
    }

    private static Node Shaped(Node x, Shape shape) => x.Shape.Equals(shape) ? x : x.Reshape(shape);

    private static Node Transposed(Node x, int[] permutation)
    {
        if (x.Op is Transpose inner)
        {
            (x, permutation) = (x.Inputs[0], [.. permutation.Select(axis => inner.Permutation[axis])]);
        }
        return permutation.SequenceEqual(Enumerable.Range(0, x.Rank)) ? x : Node.Apply(new Transpose(Shape.Create(permutation)), x);
    }
}
