namespace NeuralJit.NN;

/// <summary>A loss that compares input and target, which have one type, element by element.</summary>
/// <param name="reduction">Mean, sum, mean over the batch, or none.</param>
public abstract class ElementwiseLoss(LossReduction reduction) : Loss(reduction)
{
    /// <inheritdoc/>
    protected sealed override Node Compute(Node input, Node target)
    {
        if (input.Type != target.Type)
        {
            throw new ShapeException($"{TypeName}: expected input and target of one type, got {input.Type} and {target.Type}");
        }
        return Reduction.Apply(Losses(input, target));
    }

    /// <summary>The loss of each element.</summary>
    private protected abstract Node Losses(Node input, Node target);
}
