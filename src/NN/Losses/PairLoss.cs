namespace NeuralJit.NN;

/// <summary>A loss of two or three inputs, given as a tuple.</summary>
/// <typeparam name="TInput">The tuple of inputs.</typeparam>
/// <param name="reduction">Mean, sum, mean over the batch, or none.</param>
public abstract class PairLoss<TInput>(LossReduction reduction) : Module<TInput, Node>
{
    /// <summary>How the losses of the samples become the result.</summary>
    public LossReduction Reduction { get; } = reduction;

    /// <inheritdoc/>
    protected sealed override Node Compute(TInput input) => Reduction.Apply(Losses(input));

    /// <summary>The loss of each sample.</summary>
    private protected abstract Node Losses(TInput input);
}
