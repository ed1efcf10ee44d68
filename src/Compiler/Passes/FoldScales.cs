namespace NeuralJit.Compilation;

/// <summary>
/// A factor per channel after a convolution goes into the weight, where both come from parameters alone: batch normalisation in inference costs nothing
/// then. What is folded is prepared once per version of the parameters.
/// </summary>
internal static class FoldScales
{
    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("fold scales into convolutions", Run)
    {
        Rules = ["(x ⋆ w)·s → x ⋆ (w·s)", "(x ⋆ w + b)·s → x ⋆ (w·s) + b·s"],
    };

    private static Graph Run(Graph graph, RewriteLog log)
    {
        var prepared = new PreparedNodes(graph);
        Dictionary<Node, int> uses = graph.CountUses();
        Rule[] rules =
        [
            new(Pass.Rules[0], node => Fold(node, (product, scale) => Scaled(product, scale, prepared))),
            new(Pass.Rules[1], node => Fold(node, (sum, scale) => sum.Op is Add && prepared.Contains(sum.Inputs[1]) && uses.GetValueOrDefault(sum.Inputs[0]) <= 1
                && Scaled(sum.Inputs[0], scale, prepared) is { } scaled ? scaled + (sum.Inputs[1] * scale) : null)),
        ];
        return graph.Rewrite(node => log.Apply(rules, node));

        // Tries both factors of a product as the factor per channel.
        Node? Fold(Node node, Func<Node, Node, Node?> fold)
        {
            for (int side = 0; side < 2 && node.Op is Multiply; side++)
            {
                Node scaled = node.Inputs[side], scale = node.Inputs[1 - side];
                if (prepared.Contains(scale) && uses.GetValueOrDefault(scaled) <= 1 && IsPerChannel(scale.Shape, node.Shape) && scaled.Shape.Equals(node.Shape) && fold(scaled, scale) is { } result)
                {
                    return result;
                }
            }
            return null;
        }
    }

    private static Node? Scaled(Node conv, Node scale, PreparedNodes prepared)
    {
        if (conv.Op is not Conv || !prepared.Contains(conv.Inputs[1]))
        {
            return null;
        }
        Node weight = conv.Inputs[1];
        return Node.Apply(conv.Op, conv.Inputs[0], weight * scale.Reshape([weight.Shape[0], .. Enumerable.Repeat(1, weight.Rank - 1)]));
    }

    /// <summary>Whether a shape has one element per channel (dimension 1 of the result) and broadcasts along all other dimensions.</summary>
    private static bool IsPerChannel(Shape scale, Shape result)
    {
        int channelAxis = scale.Rank - (result.Rank - 1);
        return result.Rank >= 2 && channelAxis >= 0 && scale.Count == result[1] && scale[channelAxis] == result[1];
    }
}
