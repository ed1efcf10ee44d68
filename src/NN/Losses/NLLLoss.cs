namespace NeuralJit.NN;

/// <summary>
/// Minus the log-probability at each target class, reduced. Input: log-probabilities (samples, classes), (samples, classes, …) or
/// (classes); target: int32 or int64 class numbers without the class dimension.
/// </summary>
public sealed class NLLLoss : Loss
{
    private readonly State? weight;
    private readonly long ignoreIndex;

    /// <summary>Makes the loss.</summary>
    /// <param name="weight">A weight per class, of shape (classes), or null.</param>
    /// <param name="ignoreIndex">The class number whose samples do not count.</param>
    /// <param name="reduction">Mean (by weight), sum, mean over the batch, or none.</param>
    public NLLLoss(TensorData? weight = null, long ignoreIndex = -100, LossReduction reduction = LossReduction.Mean) : base(reduction)
    {
        this.weight = weight is null ? null : State("weight", weight);
        this.ignoreIndex = ignoreIndex;
    }

    /// <inheritdoc/>
    protected override Node Compute(Node input, Node target) => input.NllLoss(target, Reduction, ignoreIndex, weight?.Read());
}
