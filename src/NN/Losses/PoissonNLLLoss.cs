namespace NeuralJit.NN;

/// <summary>
/// The negative log-likelihood of counts under Poisson distributions: e^x − t·x where the input x is the logarithm of the rate, else
/// x − t·ln(x + eps); reduced.
/// </summary>
/// <param name="logInput">Whether the input is the logarithm of the rate.</param>
/// <param name="full">Whether ln t! is added, by Stirling's formula t ln t − t + ½ ln(2πt) where t is above 1.</param>
/// <param name="eps">Keeps the logarithm finite.</param>
/// <param name="reduction">Mean, sum, mean over the batch, or none.</param>
public sealed class PoissonNLLLoss(bool logInput = true, bool full = false, double eps = 1e-8, LossReduction reduction = LossReduction.Mean)
    : ElementwiseLoss(reduction)
{
    private readonly double eps = NumberRules.NotNegative("PoissonNLLLoss", nameof(eps), eps);

    private protected override Node Losses(Node input, Node target)
    {
        Node losses = logInput ? input.Exp() - target * input
            : input - target * (input + NumberRules.Finite("PoissonNLLLoss", nameof(eps), eps, input.DType)).Log();
        if (!full)
        {
            return losses;
        }
        Node count = target.Maximum(1), logarithm = count.Log();
        Node stirling = count * logarithm - count + (logarithm + Math.Log(2 * Math.PI)) * 0.5;
        return losses + Node.Where(target > 1, stirling, 0);
    }
}
