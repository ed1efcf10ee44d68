namespace NeuralJit;

/// <summary>The mean over axes: Σx / n; NaN of no elements.</summary>
/// <param name="Axes">The axes that are averaged.</param>
/// <param name="KeepDims">Whether they stay as extents of 1.</param>
public sealed record Mean(Axes Axes, bool KeepDims = false) : CompositeOp
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 1);
        return inputs[0].DType.IsComputeFloat
            ? new Sum(Axes, KeepDims).Infer(inputs)
            : throw new ShapeException($"{Name}: expected f32 or f64, got {inputs[0].Type}; cast it first");
    }

    /// <inheritdoc/>
    public override Node Expand(ReadOnlySpan<Node> inputs) =>
        Node.Apply(new Sum(Axes, KeepDims), inputs[0]) / CountIn(inputs[0].Shape);

    // d(Σx / n) = Σ dx / n
    /// <inheritdoc/>
    public override Node?[] Gradients(Node y, Node dy, ReadOnlySpan<bool> wanted)
    {
        Shape shape = y.Inputs[0].Shape;
        Node kept = dy.Reshape(shape.Reduce(Axes, keepDims: true));
        return [(kept / CountIn(shape)).BroadcastTo(shape)];
    }

    private double CountIn(Shape shape)
    {
        double count = 1;
        for (int i = 0; i < shape.Rank; i++)
        {
            count *= Axes.Contains(i) ? shape[i] : 1;
        }
        return count;
    }
}

/// <summary>Averaging.</summary>
public static class MeanExtensions
{
    extension(Node x)
    {
        /// <summary>The mean of all elements.</summary>
        public Node Mean() => x.Mean(axes: []);

        /// <summary>The mean along one axis.</summary>
        public Node Mean(int axis, bool keepDims = false) => x.Mean([axis], keepDims);

        /// <summary>The mean over axes; none means all.</summary>
        public Node Mean(ReadOnlySpan<int> axes, bool keepDims = false) => Node.Apply(new Mean(Axes.Of(x.Shape, axes), keepDims), x);
    }
}
