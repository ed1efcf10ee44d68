namespace NeuralJit.NN;

/// <summary>(Σ |a − b + eps|^p)^(1/p) along the last dimension.</summary>
/// <param name="p">The norm.</param>
/// <param name="eps">Added to each difference, so that equal vectors have a gradient.</param>
/// <param name="keepdim">Whether the last dimension stays as 1.</param>
public sealed class PairwiseDistance(double p = 2, double eps = 1e-6, bool keepdim = false) : Module<(Node A, Node B), Node>
{
    private readonly double p = NumberRules.Number("PairwiseDistance", nameof(p), p);
    private readonly double eps = NumberRules.Finite("PairwiseDistance", nameof(eps), eps);

    /// <summary>The distances.</summary>
    internal static Node Of(Node a, Node b, double p, double eps, bool keepDims = false) =>
        (a - b + NumberRules.Finite("PairwiseDistance", nameof(eps), eps, a.DType)).Norm(p, -1, keepDims);

    /// <inheritdoc/>
    protected override Node Compute((Node A, Node B) input) => Of(input.A, input.B, p, eps, keepdim);
}
