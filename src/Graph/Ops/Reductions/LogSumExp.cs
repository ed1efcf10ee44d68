namespace NeuralJit;

/// <summary>ln Σ eˣ over axes, without overflow; −∞ of no elements.</summary>
/// <param name="Axes">The axes that are summed.</param>
/// <param name="KeepDims">Whether they stay as extents of 1.</param>
public sealed record LogSumExp(Axes Axes, bool KeepDims = false) : CompositeOp
{
    /// <inheritdoc/>
    public override string Name => "logsumexp";

    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs) => new Mean(Axes, KeepDims).Infer(inputs);

    // m + ln Σ e^(x − m) with m the maximum; where m is infinite, 0 takes its place, because ∞ − ∞ is NaN.
    /// <inheritdoc/>
    public override Node Expand(ReadOnlySpan<Node> inputs)
    {
        Node x = inputs[0];
        if (Axes.Ascending().Any(a => x.Shape[a] == 0))
        {
            // There is no maximum of nothing, and no need of one: ln 0.
            return Node.Apply(new Sum(Axes, KeepDims), x.Exp()).Log();
        }
        Node max = Node.Apply(new Max(Axes, KeepDims: true), x).StopGradient();
        Node shift = Node.Where(max.IsInf(), 0, max);
        Node y = Node.Apply(new Sum(Axes, KeepDims: true), (x - shift).Exp()).Log() + shift;
        return y.Reshape(x.Shape.Reduce(Axes, KeepDims));
    }

    // d ln Σ eˣ = Σ softmax(x) dx, and softmax(x) = e^(x − y)
    /// <inheritdoc/>
    public override Node?[] Gradients(Node y, Node dy, ReadOnlySpan<bool> wanted)
    {
        Node x = y.Inputs[0];
        Shape kept = x.Shape.Reduce(Axes, keepDims: true);
        return [dy.Reshape(kept) * (x - y.Reshape(kept)).Exp()];
    }
}

/// <summary>Logarithms of sums of exponentials.</summary>
public static class LogSumExpExtensions
{
    extension(Node x)
    {
        /// <summary>ln Σ eˣ of all elements.</summary>
        public Node LogSumExp() => x.LogSumExp(axes: []);

        /// <summary>ln Σ eˣ along one axis.</summary>
        public Node LogSumExp(int axis, bool keepDims = false) => x.LogSumExp([axis], keepDims);

        /// <summary>ln Σ eˣ over axes; none means all.</summary>
        public Node LogSumExp(ReadOnlySpan<int> axes, bool keepDims = false) =>
            Node.Apply(new LogSumExp(Axes.Of(x.Shape, axes), keepDims), x);
    }
}
