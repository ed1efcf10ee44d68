namespace NeuralJit.NN;

/// <summary>½ (ln v + (x − t)² / v) for a mean x, a target t and a variance v, reduced: Nix and Weigend 1994.</summary>
/// <param name="full">Whether the constant ½ ln 2π is added.</param>
/// <param name="eps">The least variance; the gradient passes as if it were not held.</param>
/// <param name="reduction">Mean, sum, mean over the batch, or none.</param>
public sealed class GaussianNLLLoss(bool full = false, double eps = 1e-6, LossReduction reduction = LossReduction.Mean)
    : PairLoss<(Node Input, Node Target, Node Variance)>(reduction)
{
    private readonly double eps = NumberRules.NotNegative("GaussianNLLLoss", nameof(eps), eps);

    private protected override Node Losses((Node Input, Node Target, Node Variance) input)
    {
        (Node mean, Node target, Node variance) = input;
        // One variance for all that lies along the last dimension may come without that dimension.
        variance = variance.Rank == mean.Rank - 1 ? variance.Unsqueeze(-1) : variance;
        Node held = variance
            + (variance.Maximum(NumberRules.Finite("GaussianNLLLoss", nameof(eps), eps, variance.DType)) - variance).StopGradient();
        Node losses = (held.Log() + (mean - target).Square() / held) * 0.5;
        return full ? losses + 0.5 * Math.Log(2 * Math.PI) : losses;
    }
}
