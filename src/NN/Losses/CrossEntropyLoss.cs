namespace NeuralJit.NN;

/// <summary>
/// −ln softmax(input) at each target class, reduced. Input: logits (samples, classes), (samples, classes, …) or (classes);
/// target: int32 or int64 class numbers without the class dimension.
/// </summary>
public sealed class CrossEntropyLoss : Loss
{
    private readonly State? weight;
    private readonly long ignoreIndex;
    private readonly double labelSmoothing;

    /// <summary>Makes the loss.</summary>
    /// <param name="weight">A weight per class, of shape (classes), or null.</param>
    /// <param name="ignoreIndex">The class number whose samples do not count.</param>
    /// <param name="reduction">Mean (by weight), sum or none.</param>
    /// <param name="labelSmoothing">How much of each target is spread evenly over all classes, from 0 to 1.</param>
    public CrossEntropyLoss(TensorData? weight = null, long ignoreIndex = -100, LossReduction reduction = LossReduction.Mean, double labelSmoothing = 0)
        : base(reduction)
    {
        this.weight = weight is null ? null : State("weight", weight);
        this.ignoreIndex = ignoreIndex;
        this.labelSmoothing = labelSmoothing;
    }

    /// <inheritdoc/>
    protected override Node Compute(Node input, Node target) => input.CrossEntropy(target, Reduction, ignoreIndex, labelSmoothing, weight?.Read());
}
