namespace NeuralJit.NN;

/// <summary>target · (ln target − input), where the input holds log-probabilities, reduced: the Kullback–Leibler divergence. Target and input have the same type; nothing is broadcast.</summary>
/// <param name="logTarget">Whether the target holds log-probabilities too.</param>
/// <param name="reduction">Mean, sum or none.</param>
public sealed class KLDivLoss(bool logTarget = false, LossReduction reduction = LossReduction.Mean) : ElementwiseLoss(reduction)
{
    // Where the target is 0 its logarithm does not count, but must be finite: 0 · ∞ would spoil the gradient.
    private const double SmallestNormal = 1.17549435e-38;

    private protected override Node Losses(Node input, Node target) => logTarget
        ? target.Exp() * (target - input)
        : Node.Where(target > 0, target * target.Maximum(SmallestNormal).Log(), target * 0) - (target * input);
}
