namespace NeuralJit.Compilation;

/// <summary>
/// One form for equal things: views merged, marks for differentiation dropped, broadcasts left to the ops that broadcast anyway.
/// </summary>
internal static class Canonicalise
{
    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = RulePass.Of("canonicalise",
        new Rule("stop_gradient(x) → x", node => node.Op is StopGradient ? node.Inputs[0] : null),
        new Rule("view(x) of the same shape and order → x", IdentityView),
        new Rule("reshape(reshape(x)) → reshape(x)", node => node.Op is Reshape && node.Inputs[0] is { Op: Reshape } inner
            ? inner.Inputs[0].Reshape(node.Shape) : null),
        new Rule("transpose(transpose(x)) → transpose(x)", MergedTranspose),
        new Rule("broadcast(broadcast(x)) → broadcast(x)", node => node.Op is Broadcast && node.Inputs[0] is { Op: Broadcast } inner
            ? inner.Inputs[0].BroadcastTo(node.Shape) : null),
        new Rule("f(broadcast(x), y) → f(x, y)", ImplicitBroadcast),
        new Rule("comparison of booleans → logic", BooleanComparison),
        new Rule("cast(x) to its own type → x", node => node.Op is Cast && node.Inputs[0].DType == node.DType ? node.Inputs[0] : null));

    // In kernels a boolean is a mask in lanes of another type, which only logic reads rightly: all bits set is NaN to a comparison.
    private static Node? BooleanComparison(Node node)
    {
        if (node.Op is not BinaryOp || node.Inputs[0].DType != DType.Bool)
        {
            return null;
        }
        Node a = node.Inputs[0], b = node.Inputs[1];
        return node.Op switch
        {
            Equal => !(a ^ b),
            NotEqual => a ^ b,
            Less => !a & b,
            LessOrEqual => !a | b,
            Greater => a & !b,
            GreaterOrEqual => a | !b,
            _ => null,
        };
    }

    private static Node? IdentityView(Node node) => node.Op switch
    {
        Reshape or Broadcast when node.Shape.Equals(node.Inputs[0].Shape) => node.Inputs[0],
        Transpose t when t.Permutation.SequenceEqual(Enumerable.Range(0, node.Rank)) => node.Inputs[0],
        _ => null,
    };

    private static Node? MergedTranspose(Node node)
    {
        if (node.Op is not Transpose outer || node.Inputs[0] is not { Op: Transpose inner } input)
        {
            return null;
        }
        return Node.Apply(new Transpose([.. outer.Permutation.Select(axis => inner.Permutation[axis])]), input.Inputs[0]);
    }

    /// <summary>Binary ops and select broadcast by themselves where the other operands still give the shape.</summary>
    private static Node? ImplicitBroadcast(Node node)
    {
        if (node.Op is not (BinaryOp or Select))
        {
            return null;
        }
        Node[] inputs = [.. node.Inputs];
        for (int i = 0; i < inputs.Length; i++)
        {
            if (inputs[i].Op is not Broadcast)
            {
                continue;
            }
            Node[] tried = [.. inputs];
            tried[i] = inputs[i].Inputs[0];
            Shape? shape = Shape.Scalar;
            foreach (Node input in tried)
            {
                shape = shape is null ? null : Shape.Broadcast(shape, input.Shape);
            }
            if (node.Shape.Equals(shape))
            {
                return Node.Apply(node.Op, tried);
            }
        }
        return null;
    }
}
