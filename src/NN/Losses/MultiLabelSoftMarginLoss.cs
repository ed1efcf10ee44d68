namespace NeuralJit.NN;

/// <summary>
/// The mean over the last dimension of −(t · ln σ(x) + (1 − t) · ln(1 − σ(x))) times the weight, reduced over the samples. Target and
/// input have the same type.
/// </summary>
public sealed class MultiLabelSoftMarginLoss : Loss
{
    private readonly State? weight;

    /// <summary>Makes the loss.</summary>
    /// <param name="weight">A factor per class, broadcast, or null.</param>
    /// <param name="reduction">Mean, sum, mean over the batch, or none.</param>
    public MultiLabelSoftMarginLoss(TensorData? weight = null, LossReduction reduction = LossReduction.Mean) : base(reduction)
    {
        this.weight = weight is null ? null : State("weight", weight);
    }

    /// <inheritdoc/>
    protected override Node Compute(Node input, Node target)
    {
        Node losses = input.BinaryCrossEntropyWithLogits(target, LossReduction.None);
        return Reduction.Apply((weight is null ? losses : losses * weight).Mean(-1));
    }
}
