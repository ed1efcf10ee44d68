namespace NeuralJit.NN;

/// <summary>
/// −(t · ln x + (1 − t) · ln(1 − x)) for probabilities x, times the weight, reduced; logarithms are held above −100, as PyTorch does.
/// Target and input have the same type; nothing is broadcast.
/// </summary>
public sealed class BCELoss : ElementwiseLoss
{
    private readonly State? weight;

    /// <summary>Makes the loss.</summary>
    /// <param name="weight">A factor for each element, broadcast, or null.</param>
    /// <param name="reduction">Mean, sum, mean over the batch, or none.</param>
    public BCELoss(TensorData? weight = null, LossReduction reduction = LossReduction.Mean) : base(reduction)
    {
        this.weight = weight is null ? null : State("weight", weight);
    }

    private protected override Node Losses(Node input, Node target)
    {
        Node losses = input.BinaryCrossEntropy(target, LossReduction.None);
        return weight is null ? losses : losses * weight;
    }
}
