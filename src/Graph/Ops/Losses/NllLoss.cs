namespace NeuralJit;

/// <summary>
/// Minus the log-probability of each sample's label, reduced. Inputs: log-probabilities (batch, classes, …) or (classes), labels (i32 or
/// i64) without the class axis, and optionally a weight per class. As torch.nn.functional.nll_loss.
/// </summary>
/// <param name="Reduction">How the samples' losses become one; the mean is weighted.</param>
/// <param name="IgnoreIndex">The label whose samples do not count.</param>
public sealed record NllLoss(LossReduction Reduction, long IgnoreIndex) : CompositeOp, ILossOp
{
    private CrossEntropy Target => new(Reduction, IgnoreIndex, LabelSmoothing: 0);

    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs) => Target.Infer(inputs);

    /// <inheritdoc/>
    public override Node Expand(ReadOnlySpan<Node> inputs) => Of(inputs).Reduced(inputs[0]);

    // dx: −q dloss
    /// <inheritdoc/>
    public override Node?[] Gradients(Node y, Node dy, ReadOnlySpan<bool> wanted)
    {
        if (wanted.Length == 3 && wanted[2])
        {
            return GradientsOfExpansion(y, dy, wanted);
        }
        CrossEntropyTarget target = Of(y.Inputs);
        Node?[] result = new Node?[wanted.Length];
        result[0] = wanted[0] ? target.Weigh(-target.ScaleOf(dy)) : null;
        return result;
    }

    /// <inheritdoc/>
    (Node Sum, Node Weight)? ILossOp.Fraction(ReadOnlySpan<Node> inputs) => Of(inputs).Fraction(inputs[0]);

    private CrossEntropyTarget Of(ReadOnlySpan<Node> inputs) => new(Target, inputs, inputs[0].Rank == 1 ? 0 : 1);
}

/// <summary>The negative log-likelihood.</summary>
public static class NllLossExtensions
{
    extension(Node logProbabilities)
    {
        /// <summary>
        /// Minus the log-probability at each label, reduced; samples with label <paramref name="ignoreIndex"/> do not count, the others by
        /// the weight of their class.
        /// </summary>
        /// <exception cref="ShapeException">Labels or weights do not fit.</exception>
        public Node NllLoss(Node labels, LossReduction reduction = LossReduction.Mean, long ignoreIndex = -100, Node? weight = null)
        {
            var op = new NllLoss(reduction, ignoreIndex);
            return weight is null ? Node.Apply(op, logProbabilities, labels) : Node.Apply(op, logProbabilities, labels, weight);
        }
    }
}
