namespace NeuralJit.NN;

/// <summary>−(t · ln x + (1 − t) · ln(1 − x)) for probabilities x, reduced; logarithms are held above −100, as PyTorch does. Target and input have the same type; nothing is broadcast.</summary>
/// <param name="reduction">Mean, sum or none.</param>
public sealed class BCELoss(LossReduction reduction = LossReduction.Mean) : ElementwiseLoss(reduction)
{
    private protected override Node Losses(Node input, Node target)
    {
        Node one = (1 - target) * (1 - input).Log().Maximum(-100);
        return -(target * input.Log().Maximum(-100) + one);
    }
}
