namespace NeuralJit.NN;

/// <summary>|input − target|, reduced. Target and input have the same type; nothing is broadcast.</summary>
/// <param name="reduction">Mean, sum or none.</param>
public sealed class L1Loss(LossReduction reduction = LossReduction.Mean) : Loss(reduction)
{
    /// <inheritdoc/>
    protected override Node Compute(Node input, Node target)
    {
        if (input.Type != target.Type)
        {
            throw new ShapeException($"L1Loss: expected input and target of one type, got {input.Type} and {target.Type}");
        }
        Node losses = (input - target).Abs();
        return Reduction switch
        {
            LossReduction.Mean => losses.Mean(),
            LossReduction.Sum => losses.Sum(),
            _ => losses,
        };
    }
}
