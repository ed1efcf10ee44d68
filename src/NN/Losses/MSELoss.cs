namespace NeuralJit.NN;

/// <summary>(input − target)², reduced. Target and input have the same shape.</summary>
/// <param name="reduction">Mean, sum, mean over the batch, or none.</param>
public sealed class MSELoss(LossReduction reduction = LossReduction.Mean) : Loss(reduction)
{
    /// <inheritdoc/>
    protected override Node Compute(Node input, Node target) => input.MseLoss(target, Reduction);
}
