namespace NeuralJit.NN;

/// <summary>The scaled exponential linear unit, which keeps mean 0 and variance 1: Klambauer et al. 2017.</summary>
public sealed class SELU : Module
{
    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.Selu();
}
