namespace NeuralJit;

/// <summary>
/// Reverse-mode differentiation from graph to graph. The results are ordinary nodes, so they can be optimised,
/// compiled and differentiated again.
/// </summary>
public static class Gradients
{
    extension(Node y)
    {
        /// <summary>
        /// The gradient of this value (one element) with respect to <paramref name="x"/>, any node; as any other, it can be differentiated
        /// again.
        /// </summary>
        /// <exception cref="GraphException">This has more than one element, or x is an integer or not connected to it.</exception>
        public Node Gradient(Node x) => Of(y, x)[0];
    }

    /// <summary>The gradient of <paramref name="y"/> (one element) with respect to each target; a target may be any node.</summary>
    /// <exception cref="GraphException">y has more than one element, or a target is an integer or not connected to y.</exception>
    public static Node[] Of(Node y, params ReadOnlySpan<Node> targets)
    {
        if (y.Shape.Count != 1)
        {
            throw new GraphException(
                $"gradient: {y.Op.Name} is {y.Type}; a gradient without a seed needs one element. Sum it, or give a seed of its shape");
        }
        return Of([y], [y.FilledLike(1)], targets);
    }

    /// <summary>The vector-Jacobian products Σᵢ seedᵢ · ∂yᵢ/∂target for each target.</summary>
    public static Node[] Of(ReadOnlySpan<Node> outputs, ReadOnlySpan<Node> seeds, ReadOnlySpan<Node> targets)
    {
        Node?[] found = TryOf(outputs, seeds, targets);
        for (int i = 0; i < found.Length; i++)
        {
            if (found[i] is null)
            {
                string name = targets[i].Name ?? targets[i].Op.Name;
                throw new GraphException(
                    $"gradient: target {i} (\"{name}\" {targets[i].Type}) is not connected to the output by differentiable ops; " +
                    $"check that the output depends on it, or use {nameof(TryOf)} to get null");
            }
        }
        return found!;
    }

    /// <summary>
    /// As <see cref="Of(ReadOnlySpan{Node}, ReadOnlySpan{Node}, ReadOnlySpan{Node})"/>, with null for targets that no path reaches.
    /// </summary>
    public static Node?[] TryOf(ReadOnlySpan<Node> outputs, ReadOnlySpan<Node> seeds, ReadOnlySpan<Node> targets)
    {
        CheckArguments(outputs, seeds, targets);
        return Within(outputs, seeds, targets, boundary: []);
    }

    /// <summary>
    /// The gradient for each variable, added up over all nodes that stand for it: each trace has a read of its own, and so has each value
    /// that it had. Variables that no path reaches are left out.
    /// </summary>
    internal static Dictionary<Variable, Node> OfVariables(Node y, Node seed, (Variable Variable, Node Node)[] targets)
    {
        Node?[] found = TryOf([y], [seed], Array.ConvertAll(targets, t => t.Node));
        var sums = new Dictionary<Variable, Node>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < found.Length; i++)
        {
            if (found[i] is { } gradient)
            {
                sums[targets[i].Variable] = sums.TryGetValue(targets[i].Variable, out Node? sum) ? sum + gradient : gradient;
            }
        }
        return sums;
    }

    /// <summary>
    /// As <see cref="TryOf"/>, without looking behind the nodes of <paramref name="boundary"/>: they count as independent.
    /// </summary>
    internal static Node?[] Within(
        ReadOnlySpan<Node> outputs, ReadOnlySpan<Node> seeds, ReadOnlySpan<Node> targets, ReadOnlySpan<Node> boundary)
    {
        GraphTrace? trace = GraphTrace.Current;
        HashSet<Node>? leaves = boundary.Length == 0 ? null : new(boundary.ToArray(), ReferenceEqualityComparer.Instance);
        Node[] order = TopologicalOrder.Of(outputs.ToArray(), leaves is null ? null : leaves.Contains);
        HashSet<Node> relevant = OnAPathTo(targets, order);
        var gradients = new Dictionary<Node, Node>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < outputs.Length; i++)
        {
            Accumulate(gradients, outputs[i], seeds[i]);
        }
        for (int i = order.Length - 1; i >= 0; i--)
        {
            Node node = order[i];
            if (node.Inputs.Length > 0 && relevant.Contains(node) && leaves?.Contains(node) != true
                && gradients.TryGetValue(node, out Node? dy))
            {
                // Behind a boundary lies the definition of one op, made under the origin of its gradient.
                Origin? before = trace?.Inherit(leaves is null ? node.Origin?.AsGradient() : node.Origin);
                try
                {
                    PushToInputs(node, dy, relevant, gradients);
                }
                finally
                {
                    trace?.Inherit(before);
                }
            }
        }
        Node?[] result = new Node?[targets.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = gradients.GetValueOrDefault(targets[i]);
        }
        return result;
    }

    private static void CheckArguments(ReadOnlySpan<Node> outputs, ReadOnlySpan<Node> seeds, ReadOnlySpan<Node> targets)
    {
        if (outputs.Length != seeds.Length)
        {
            throw new GraphException($"gradient: {outputs.Length} outputs need as many seeds, got {seeds.Length}");
        }
        for (int i = 0; i < outputs.Length; i++)
        {
            if (outputs[i].Type != seeds[i].Type)
            {
                throw new ShapeException($"gradient: output {i} is {outputs[i].Type}, its seed {seeds[i].Type}");
            }
        }
        foreach (Node target in targets)
        {
            if (!target.DType.IsFloat)
            {
                throw new GraphException(
                    $"gradient: target \"{target.Name ?? target.Op.Name}\" is {target.Type}; only floating-point values have gradients");
            }
        }
    }

    private static HashSet<Node> OnAPathTo(ReadOnlySpan<Node> targets, Node[] order)
    {
        var relevant = new HashSet<Node>(targets.ToArray(), ReferenceEqualityComparer.Instance);
        foreach (Node node in order)
        {
            if (!node.DType.IsFloat || node.Op is StopGradient)
            {
                continue;
            }
            foreach (Node input in node.Inputs)
            {
                if (relevant.Contains(input))
                {
                    relevant.Add(node);
                    break;
                }
            }
        }
        return relevant;
    }

    private static void PushToInputs(Node y, Node dy, HashSet<Node> relevant, Dictionary<Node, Node> gradients)
    {
        bool[] wanted = new bool[y.Inputs.Length];
        for (int i = 0; i < wanted.Length; i++)
        {
            wanted[i] = relevant.Contains(y.Inputs[i]) && y.Inputs[i].DType.IsFloat;
        }
        Node?[] contributions = y.Op.Gradients(y, dy, wanted);
        for (int i = 0; i < wanted.Length; i++)
        {
            if (wanted[i] && contributions[i] is { } dx)
            {
                Accumulate(gradients, y.Inputs[i], dx.SumTo(y.Inputs[i].Shape));
            }
        }
    }

    private static void Accumulate(Dictionary<Node, Node> gradients, Node node, Node contribution) =>
        gradients[node] = gradients.TryGetValue(node, out Node? sum) ? sum + contribution : contribution;
}
