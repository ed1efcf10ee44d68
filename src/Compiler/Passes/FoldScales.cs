namespace NeuralJit.Compilation;

/// <summary>
/// Batch normalisation in inference after a convolution goes into the convolution's weight, where all but the image comes from parameters alone: it costs
/// nothing then. What is folded is prepared once per version of the parameters. The convolution must have no other use, which would compute it a second time
/// with its own weight, and a bias between them must not repeat its results. With the weight multiplied first, numbers come out otherwise where the scale is not
/// finite (x ⋆ w · ∞ is ∞, but x ⋆ (w·∞) is NaN where signs differ) or where a sum or a scaled weight leaves the range of its type: other products have to keep
/// them, a normalisation need not. PyTorch's own in inference is x·s + t, too, and gives NaN where (x − mean)·s + bias is ±∞.
/// </summary>
internal static class FoldScales
{
    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("fold scales into convolutions", Run)
    {
        Rules = ["batch_norm(x ⋆ w) → x ⋆ (w·s) + t", "batch_norm(x ⋆ w + b) → x ⋆ (w·s) + (b·s + t)"],
    };

    private static Graph Run(Graph graph, RewriteLog log)
    {
        var prepared = new PreparedNodes(graph);
        return graph.RewriteByUses(uses =>
        {
            Rule[] rules = Rules(prepared, uses);
            return node => log.Apply(rules, node);
        });
    }

    private static Rule[] Rules(PreparedNodes prepared, Func<Node, int> uses)
    {
        return
        [
            new(Pass.Rules[0], node => node.Op is BatchNorm norm && Takes(node.Inputs[0], node.Inputs[0], node) ? Scaled(norm, node, node.Inputs[0], bias: null) : null),
            new(Pass.Rules[1], node => node.Op is BatchNorm norm && node.Inputs[0] is { Op: Add } sum && prepared.Contains(sum.Inputs[1]) && Takes(sum.Inputs[0], sum, node)
                ? Scaled(norm, node, sum.Inputs[0], sum.Inputs[1]) : null),
        ];

        // Whether x is such a convolution, and what is normalised, x or its sum with a bias, has its shape.
        bool Takes(Node x, Node normalised, Node node) =>
            x.Op is Conv && x.Shape.Equals(normalised.Shape) && prepared.Contains(x.Inputs[1]) && node.Inputs[1..].ToArray().All(prepared.Contains)
            && uses(x) <= 1 && uses(normalised) <= 1;
    }

    private static Node Scaled(BatchNorm norm, Node node, Node conv, Node? bias)
    {
        (Node scale, Node shift) = norm.ScaleAndShift(node.Inputs);
        Node weight = conv.Inputs[1];
        Node product = Node.Apply(conv.Op, conv.Inputs[0], weight * scale.Reshape([weight.Shape[0], .. Enumerable.Repeat(1, weight.Rank - 1)]));
        Node summand = shift.PerChannel(node.Rank);
        return product + (bias is null ? summand : (bias * scale.PerChannel(node.Rank)) + summand);
    }
}
