namespace NeuralJit.NN;

/// <summary>
/// −(p · t · ln σ(x) + (1 − t) · ln(1 − σ(x))) times the weight, computed without overflow from the logits x, reduced. Target and input
/// have the same shape; targets lie in [0, 1].
/// </summary>
public sealed class BCEWithLogitsLoss : Loss
{
    private readonly State? weight;
    private readonly State? posWeight;

    /// <summary>Makes the loss.</summary>
    /// <param name="weight">A factor for each element, broadcast, or null.</param>
    /// <param name="reduction">Mean, sum, mean over the batch, or none.</param>
    /// <param name="posWeight">p: a factor for positive targets, broadcast, or null.</param>
    public BCEWithLogitsLoss(TensorData? weight = null, LossReduction reduction = LossReduction.Mean, TensorData? posWeight = null)
        : base(reduction)
    {
        this.weight = weight is null ? null : State("weight", weight);
        this.posWeight = posWeight is null ? null : State("pos_weight", posWeight);
    }

    /// <inheritdoc/>
    protected override Node Compute(Node input, Node target)
    {
        if (weight is null && posWeight is null)
        {
            return input.BinaryCrossEntropyWithLogits(target, Reduction);
        }
        // ln(1 − σ(x)) = ln σ(x) − x: together (1 − t) x − (1 + (p − 1) t) ln σ(x)
        Node positive = -input.LogSigmoid(), factor = posWeight is null ? positive : positive * ((posWeight.Read() - 1) * target + 1);
        Node losses = (1 - target) * input + factor;
        return Reduction.Apply(weight is null ? losses : losses * weight);
    }
}
