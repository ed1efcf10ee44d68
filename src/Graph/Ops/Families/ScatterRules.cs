namespace NeuralJit;

/// <summary>What the scatters have in common: they differ only in how positions are read (gather) and written (scatter).</summary>
internal static class ScatterRules
{
    public static void CheckType(string name, Node x, ScatterMode mode)
    {
        if (mode != ScatterMode.Set && !x.DType.IsComputeFloat && !x.DType.IsInteger)
        {
            throw new ShapeException($"{name}: {mode} is not defined for {x.Type}; cast it first");
        }
    }

    /// <summary>The gradient of x (input 0) or of the updates u (input 2).</summary>
    public static Node? Gradient(
        Node y, Node dy, int input, ScatterMode mode, Func<Node, Node, ScatterMode, Node> scatter, Func<Node, Node> gather)
    {
        Node x = y.Inputs[0], u = y.Inputs[2];
        return (mode, input) switch
        {
            (_, 1) => null,
            // y is u where something was written and x elsewhere (positions are taken to be distinct, as in PyTorch).
            (ScatterMode.Set, 0) => scatter(dy, u.FilledLike(0), ScatterMode.Set),
            (ScatterMode.Set, _) => gather(dy),
            // y = x + Σu
            (ScatterMode.Add, 0) => dy,
            (ScatterMode.Add, _) => gather(dy),
            // y = x · Πu: ∂x is Πu
            (ScatterMode.Multiply, 0) => scatter(dy, u, ScatterMode.Multiply),
            (ScatterMode.Multiply, _) =>
                Node.Apply(new ScatterFactors(((IndexOp)y.Op).Axis, WholeRows: y.Op is ScatterRows), x, y.Inputs[1], u, dy),
            _ => OfExtreme(x, u, y, dy, input, scatter, gather),
        };
    }

    // All values, old and new, that equal the result share its gradient.
    private static Node OfExtreme(
        Node x, Node u, Node y, Node dy, int input, Func<Node, Node, ScatterMode, Node> scatter, Func<Node, Node> gather)
    {
        Node fromX = x.Equal(y), fromU = u.Equal(gather(y));
        Node share = dy / scatter(fromX.Cast(x.DType), fromU.Cast(x.DType), ScatterMode.Add);
        return input == 0 ? Node.Where(fromX, share, 0) : Node.Where(fromU, gather(share), 0);
    }
}
