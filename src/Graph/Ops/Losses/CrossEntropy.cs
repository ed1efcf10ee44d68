namespace NeuralJit;

/// <summary>
/// −ln softmax(logits) at each sample's label, reduced. Inputs: logits (batch, classes, …) or (classes), labels (i32 or i64) without the
/// class axis, and optionally a weight per class. As torch.nn.functional.cross_entropy.
/// </summary>
/// <param name="Reduction">How the samples' losses become one; the mean is weighted.</param>
/// <param name="IgnoreIndex">The label whose samples do not count.</param>
/// <param name="LabelSmoothing">How much of each target is spread evenly over all classes, from 0 to 1.</param>
public sealed record CrossEntropy(LossReduction Reduction, long IgnoreIndex, double LabelSmoothing) : CompositeOp, ILossOp
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        NumberRules.Within(Name, "labelSmoothing", LabelSmoothing, 0, 1);
        if (inputs.Length is < 2 or > 3)
        {
            throw new ShapeException($"{Name}: expected logits, labels and perhaps class weights, got {inputs.Length} inputs");
        }
        Node logits = inputs[0], labels = inputs[1];
        if (!logits.DType.IsComputeFloat || logits.Rank == 0 || labels.DType is not (DType.Int32 or DType.Int64))
        {
            throw new ShapeException(
                $"{Name}: expected logits of f32 or f64 with a class axis and labels of i32 or i64, got {logits.Type} and {labels.Type}");
        }
        int axis = ClassAxis(logits);
        Shape samples = logits.Shape.Reduce(new Axes(1u << axis), keepDims: false);
        if (!labels.Shape.Equals(samples) || logits.Shape[axis] == 0)
        {
            throw new ShapeException(
                $"{Name}: logits {logits.Type} with classes along axis {axis} need labels of shape {samples} and at least one class, got "
                + $"{labels.Type}");
        }
        if (inputs.Length == 3 && inputs[2].Type != new TensorType(logits.DType, [logits.Shape[axis]]))
        {
            throw new ShapeException(
                $"{Name}: class weights must be {new TensorType(logits.DType, [logits.Shape[axis]])} for logits {logits.Type}, got "
                + $"{inputs[2].Type}");
        }
        return new TensorType(logits.DType, Reduction.Of(samples));
    }

    // loss = −Σ_c q_c ln softmax(logits)_c with the target distribution q; the mean divides by the labels' total weight.
    /// <inheritdoc/>
    public override Node Expand(ReadOnlySpan<Node> inputs)
    {
        var target = new CrossEntropyTarget(this, inputs, ClassAxis(inputs[0]));
        return target.Reduced(inputs[0].LogSoftmax(target.Axis));
    }

    // dlogits = (softmax(logits) Σq − q) dloss
    /// <inheritdoc/>
    public override Node?[] Gradients(Node y, Node dy, ReadOnlySpan<bool> wanted)
    {
        if (wanted.Length == 3 && wanted[2])
        {
            throw new GraphException($"{Name}: class weights have no gradient; stop it with StopGradient()");
        }
        var target = new CrossEntropyTarget(this, y.Inputs, ClassAxis(y.Inputs[0]));
        Node?[] result = new Node?[wanted.Length];
        result[0] = wanted[0] ? target.GradientOfLogits(y.Inputs[0], target.ScaleOf(dy)) : null;
        return result;
    }

    /// <inheritdoc/>
    (Node Sum, Node Weight)? ILossOp.Fraction(ReadOnlySpan<Node> inputs)
    {
        var target = new CrossEntropyTarget(this, inputs, ClassAxis(inputs[0]));
        return target.Fraction(inputs[0].LogSoftmax(target.Axis));
    }

    private static int ClassAxis(Node logits) => logits.Rank == 1 ? 0 : 1;
}

/// <summary>The cross-entropy with integer labels.</summary>
public static class CrossEntropyExtensions
{
    extension(Node logits)
    {
        /// <summary>
        /// −ln softmax(logits) at each label. Logits: (batch, classes), (batch, classes, …) or (classes); labels: int32 or int64 without
        /// the class axis. A label out of range is an error when it is seen.
        /// </summary>
        /// <param name="labels">The right class of each sample.</param>
        /// <param name="reduction">Mean (weighted, without ignored samples; NaN if all are), sum, mean over the batch, or none.</param>
        /// <param name="ignoreIndex">The label whose samples do not count.</param>
        /// <param name="labelSmoothing">How much of each target is spread evenly over all classes, from 0 to 1.</param>
        /// <param name="weight">A weight per class, or null.</param>
        public Node CrossEntropy(
            Node labels, LossReduction reduction = LossReduction.Mean, long ignoreIndex = -100, double labelSmoothing = 0,
                Node? weight = null)
        {
            var op = new CrossEntropy(reduction, ignoreIndex, labelSmoothing);
            return weight is null ? Node.Apply(op, logits, labels) : Node.Apply(op, logits, labels, weight);
        }
    }
}
