namespace NeuralJit.NN;

/// <summary>
/// target · (ln target − input), where the input holds log-probabilities, reduced: the Kullback–Leibler divergence, which is the sum over a
/// distribution (<see cref="LossReduction.BatchMean"/> is its mean over a batch). A target of 0 counts 0, a negative one gives NaN. Target
/// and input have the same type; nothing is broadcast.
/// </summary>
/// <param name="logTarget">Whether the target holds log-probabilities too.</param>
/// <param name="reduction">Mean, sum, mean over the batch, or none.</param>
public sealed class KLDivLoss(bool logTarget = false, LossReduction reduction = LossReduction.Mean) : ElementwiseLoss(reduction)
{
    // Where the target is 0 its logarithm does not count, but must be finite: 0 · ∞ would spoil value and gradient.
    private protected override Node Losses(Node input, Node target) => logTarget
        ? target.Exp() * (target - input)
        : target * Node.Where(target.Equal(0), 1, target).Log() - (target * input);
}
