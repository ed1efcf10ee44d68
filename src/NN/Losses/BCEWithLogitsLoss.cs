namespace NeuralJit.NN;

/// <summary>
/// −(t · ln σ(x) + (1 − t) · ln(1 − σ(x))), computed without overflow from the logits x, reduced. Target and input have the
/// same shape; targets lie in [0, 1].
/// </summary>
/// <param name="reduction">Mean, sum or none.</param>
public sealed class BCEWithLogitsLoss(LossReduction reduction = LossReduction.Mean) : Loss(reduction)
{
    /// <inheritdoc/>
    protected override Node Compute(Node input, Node target) => input.BinaryCrossEntropyWithLogits(target, Reduction);
}
