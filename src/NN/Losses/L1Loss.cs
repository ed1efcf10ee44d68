namespace NeuralJit.NN;

/// <summary>|input − target|, reduced. Target and input have the same type; nothing is broadcast.</summary>
/// <param name="reduction">Mean, sum, mean over the batch, or none.</param>
public sealed class L1Loss(LossReduction reduction = LossReduction.Mean) : ElementwiseLoss(reduction)
{
    private protected override Node Losses(Node input, Node target) => (input - target).Abs();
}
