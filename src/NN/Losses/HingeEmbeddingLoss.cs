namespace NeuralJit.NN;

/// <summary>
/// x where the target is 1, max(0, margin − x) where it is −1, reduced. Target and input have the same type; nothing is broadcast.
/// </summary>
/// <param name="margin">How far apart the different ones should be.</param>
/// <param name="reduction">Mean, sum, mean over the batch, or none.</param>
public sealed class HingeEmbeddingLoss(double margin = 1, LossReduction reduction = LossReduction.Mean) : ElementwiseLoss(reduction)
{
    private readonly double margin = NumberRules.Finite("HingeEmbeddingLoss", nameof(margin), margin);

    private protected override Node Losses(Node input, Node target) =>
        Node.Where(target.NotEqual(-1), input, 0) + Node.Where(
            target.NotEqual(1), (NumberRules.Finite("HingeEmbeddingLoss", nameof(margin), margin, input.DType) - input).Hinge(), 0);
}
