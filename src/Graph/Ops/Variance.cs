namespace NeuralJit;

/// <summary>The variance over axes: Σ(x − mean)² / (n − 1), or / n when not unbiased.</summary>
/// <param name="Axes">The axes over which x varies.</param>
/// <param name="KeepDims">Whether they stay as extents of 1.</param>
/// <param name="Unbiased">Whether to divide by n − 1 (Bessel's correction).</param>
public sealed record Variance(Axes Axes, bool KeepDims = false, bool Unbiased = true) : CompositeOp
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs) => new Mean(Axes, KeepDims).Infer(inputs);

    /// <inheritdoc/>
    public override Node Expand(ReadOnlySpan<Node> inputs)
    {
        Node centred = inputs[0] - Node.Apply(new Mean(Axes, KeepDims: true), inputs[0]);
        return Node.Apply(new Sum(Axes, KeepDims), centred.Square()) / Divisor(inputs[0].Shape);
    }

    // dΣ(x − mean)² = Σ 2(x − mean) dx, because the terms with d(mean) add up to zero.
    /// <inheritdoc/>
    public override Node?[] Gradients(Node y, Node dy, ReadOnlySpan<bool> wanted)
    {
        Node x = y.Inputs[0];
        Node centred = x - Node.Apply(new Mean(Axes, KeepDims: true), x);
        Node kept = dy.Reshape(x.Shape.Reduce(Axes, keepDims: true));
        return [centred * (kept * 2 / Divisor(x.Shape))];
    }

    // 0/0 for one element and the unbiased estimate is NaN, as in PyTorch.
    private double Divisor(Shape shape)
    {
        double count = 1;
        for (int i = 0; i < shape.Rank; i++)
        {
            count *= Axes.Contains(i) ? shape[i] : 1;
        }
        return Unbiased ? Math.Max(count - 1, 0) : count;
    }
}

/// <summary>Variances.</summary>
public static class VarianceExtensions
{
    extension(Node x)
    {
        /// <summary>The variance of all elements.</summary>
        public Node Variance(bool unbiased = true) => x.Variance(axes: [], unbiased: unbiased);

        /// <summary>The variance along one axis.</summary>
        public Node Variance(int axis, bool keepDims = false, bool unbiased = true) => x.Variance([axis], keepDims, unbiased);

        /// <summary>The variance over axes; none means all.</summary>
        public Node Variance(ReadOnlySpan<int> axes, bool keepDims = false, bool unbiased = true) =>
            Node.Apply(new Variance(Axes.Of(x.Shape, axes), keepDims, unbiased), x);
    }
}
