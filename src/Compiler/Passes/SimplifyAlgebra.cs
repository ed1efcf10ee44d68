namespace NeuralJit.Compilation;

/// <summary>Identities that hold for every value under IEEE arithmetic (so x·0 stays, and x + 0 too: −0 + 0 = +0; x − 0 goes).</summary>
internal static class SimplifyAlgebra
{
    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = RulePass.Of("simplify algebra",
        new Rule("x·1 → x", node => node.Op is Multiply ? Either(node, 1) : null),
        new Rule("x/1 → x", node => node.Op is Divide && node.Inputs[1].IsConstant(1) ? Same(node, node.Inputs[0]) : null),
        new Rule("x − 0 → x", node => node.Op is Subtract && node.Inputs[1].IsConstant(0) ? Same(node, node.Inputs[0]) : null),
        new Rule("x + (−y) → x − y", node =>
            node.Op is Add && node.Inputs[1] is { Op: Negate } y ? Same(node, node.Inputs[0] - y.Inputs[0]) : null),
        new Rule("(−x) + y → y − x", node =>
            node.Op is Add && node.Inputs[0] is { Op: Negate } x ? Same(node, node.Inputs[1] - x.Inputs[0]) : null),
        new Rule("x − (−y) → x + y", node =>
            node.Op is Subtract && node.Inputs[1] is { Op: Negate } y ? Same(node, node.Inputs[0] + y.Inputs[0]) : null),
        new Rule("−(−x) → x", node => node.Op is Negate && node.Inputs[0] is { Op: Negate } inner ? inner.Inputs[0] : null),
        new Rule("x·(−1) → −x", node =>
            node.Op is Multiply && node.Inputs[1].IsConstant(-1) && node.DType.IsFloat ? Same(node, -node.Inputs[0]) : null),
        new Rule("x·x → x²", node => node.Op is Multiply && ReferenceEquals(node.Inputs[0], node.Inputs[1]) && node.DType.IsComputeFloat
            ? node.Inputs[0].Square()
            : null),
        new Rule("pow(x, n) → products and roots of x", Power),
        new Rule("x/2ⁿ → x·2⁻ⁿ", DivisionByPowerOfTwo),
        new Rule("where(c, x, x) → x", node =>
            node.Op is Select && ReferenceEquals(node.Inputs[1], node.Inputs[2]) ? Same(node, node.Inputs[1]) : null),
        new Rule("not(not(x)) → x", node => node.Op is Not && node.Inputs[0] is { Op: Not } inner ? inner.Inputs[0] : null),
        new Rule(
            "sum of nothing → reshape", node => node.Op is ReduceOp reduce && reduce.Axes.Ascending().All(a => node.Inputs[0].Shape[a] == 1)
            ? node.Inputs[0].Reshape(node.Shape) : null));

    /// <summary>The replacement where it has the node's type (dropping an operand may undo a broadcast).</summary>
    private static Node? Same(Node node, Node replacement) => replacement.Type == node.Type
        ? replacement
        : replacement.Shape.BroadcastsTo(node.Shape) && replacement.DType == node.DType ? replacement.BroadcastTo(node.Shape) : null;

    private static Node? Either(Node node, double neutral) =>
        node.Inputs[1].IsConstant(neutral) ? Same(node, node.Inputs[0]) :
        node.Inputs[0].IsConstant(neutral) ? Same(node, node.Inputs[1]) : null;

    /// <summary>
    /// Powers with exponents that are common in formulas; at the special points too they are what IEEE 754 asks of pow: +0 to the power of
    /// ½ is that of −0 (so + 0), and the root of −∞ is +∞, not NaN.
    /// </summary>
    private static Node? Power(Node node)
    {
        if (node.Op is not NeuralJit.Power || !node.DType.IsComputeFloat || node.Inputs[1].UniformConstant is not { } exponent)
        {
            return null;
        }
        Node x = node.Inputs[0];
        return exponent switch
        {
            1 => Same(node, x),
            2 => Same(node, x.Square()),
            3 => Same(node, x.Square() * x),
            4 => Same(node, x.Square().Square()),
            0.5 => Same(node, Node.Where(x.Equal(double.NegativeInfinity), double.PositiveInfinity, (x + 0).Sqrt())),
            -0.5 => Same(node, Node.Where(x.Equal(double.NegativeInfinity), 0, (x + 0).Sqrt().Reciprocal())),
            -1 => Same(node, x.Reciprocal()),
            -2 => Same(node, x.Reciprocal().Square()),
            _ => null,
        };
    }

    private static Node? DivisionByPowerOfTwo(Node node)
    {
        if (node.Op is not Divide || !node.DType.IsComputeFloat || node.Inputs[1].UniformConstant is not { } divisor)
        {
            return null;
        }
        double inverse = 1 / divisor;
        bool exact = double.IsNormal(divisor) && Math.Abs(Math.ILogB(divisor)) < 100
            && Math.ScaleB(1, Math.ILogB(divisor)) == Math.Abs(divisor);
        return exact && divisor != 1 ? Same(node, node.Inputs[0] * node.ScalarLike(inverse)) : null;
    }
}
