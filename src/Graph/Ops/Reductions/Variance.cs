using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>The variance over axes: Σ(x − mean)² / (n − 1), or / n when not unbiased.</summary>
/// <param name="Axes">The axes over which x varies.</param>
/// <param name="KeepDims">Whether they stay as extents of 1.</param>
/// <param name="Unbiased">Whether to divide by n − 1 (Bessel's correction).</param>
public sealed record Variance(Axes Axes, bool KeepDims = false, bool Unbiased = true) : CompositeOp, IFloatKernel
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs) => new Mean(Axes, KeepDims).Infer(inputs);

    /// <inheritdoc/>
    public override Node Expand(ReadOnlySpan<Node> inputs)
    {
        Node x = inputs[0];
        Axes inner = LastRun(x.Shape), outer = new(Axes.Mask & ~inner.Mask);
        Node rowMean = Node.Apply(new Mean(inner, KeepDims: true), x);
        Node squares = Node.Apply(new Sum(inner, KeepDims: true), (x - rowMean).Square());
        if (outer.Count > 0)
        {
            // Rows first, then across rows: Σ(x − mean)² = Σ over rows of Σ(x − row mean)² + n (row mean − mean)², so that x is read once
            // (Chan, Golub and LeVeque 1979).
            Node deviation = rowMean - Node.Apply(new Mean(Axes, KeepDims: true), x);
            squares = Node.Apply(new Sum(outer, KeepDims: true), squares + deviation.Square() * CountIn(x.Shape, inner));
        }
        return (squares / Divisor(x.Shape)).Reshape(x.Shape.Reduce(Axes, KeepDims));
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

    /// <inheritdoc/>
    public override bool HasKernel(ReadOnlySpan<Node> inputs) =>
        inputs[0].Rank > 2 && inputs[0].Shape.Count > 0 && Axes == ChannelForms.AllButChannels(inputs[0].Rank);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) => IFloatKernel.Evaluate(this, inputs, y);

    unsafe void IFloatKernel.Run<T>(ReadOnlySpan<TensorView> inputs, TensorView y)
    {
        Shape shape = inputs[0].Shape;
        ChannelVariance.Run(
            shape[0], shape[1], shape.Count / ((long)shape[0] * shape[1]), inputs[0].Pointer<T>(), Divisor(shape), null, y.Pointer<T>());
    }

    // 0/0 for one element and the unbiased estimate is NaN, as in PyTorch.
    private double Divisor(Shape shape)
    {
        double count = CountIn(shape, Axes);
        return Unbiased ? Math.Max(count - 1, 0) : count;
    }

    /// <summary>The last of the axes and those before it without a gap; an extent of 1 is none.</summary>
    private Axes LastRun(Shape shape)
    {
        uint run = 0;
        for (int axis = shape.Rank - 1; axis >= 0; axis--)
        {
            if (Axes.Contains(axis))
            {
                run |= 1u << axis;
            }
            else if (run != 0 && shape[axis] != 1)
            {
                break;
            }
        }
        return new Axes(run);
    }

    private static double CountIn(Shape shape, Axes axes)
    {
        double count = 1;
        foreach (int axis in axes.Ascending())
        {
            count *= shape[axis];
        }
        return count;
    }
}

/// <summary>Variances and standard deviations.</summary>
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

        /// <summary>
        /// The standard deviation of all elements: the root of their variance. Where all are equal the gradient is 0, as in torch.std.
        /// </summary>
        public Node StandardDeviation(bool unbiased = true) => x.StandardDeviation(axes: [], unbiased: unbiased);

        /// <summary>The standard deviation along one axis.</summary>
        public Node StandardDeviation(int axis, bool keepDims = false, bool unbiased = true) =>
            x.StandardDeviation([axis], keepDims, unbiased);

        /// <summary>The standard deviation over axes; none means all.</summary>
        public Node StandardDeviation(ReadOnlySpan<int> axes, bool keepDims = false, bool unbiased = true)
        {
            // The root has an infinite slope at 0.
            Node variance = x.Variance(axes, keepDims, unbiased), none = variance.Equal(0);
            return Node.Where(none, 0, Node.Where(none, 1, variance).Sqrt());
        }
    }
}
