namespace NeuralJit.NN;

/// <summary>ln(1 + e^(−target · input)) for targets of ±1, reduced. Target and input have the same type; nothing is broadcast.</summary>
/// <param name="reduction">Mean, sum, mean over the batch, or none.</param>
public sealed class SoftMarginLoss(LossReduction reduction = LossReduction.Mean) : ElementwiseLoss(reduction)
{
    private protected override Node Losses(Node input, Node target) => -(target * input).LogSigmoid();
}
