namespace NeuralJit.NN;

/// <summary>ln(1 + e^(βx)) / β, and x itself where βx is above the threshold.</summary>
/// <param name="beta">β.</param>
/// <param name="threshold">Where the function goes over to x.</param>
public sealed class Softplus(double beta = 1, double threshold = 20) : Module
{
    private readonly double beta = NumberRules.NotZero("Softplus", nameof(beta), beta);
    private readonly double threshold = NumberRules.Number("Softplus", nameof(threshold), threshold);

    /// <inheritdoc/>
    protected override string Details => $"beta={PythonText.Of(beta)}, threshold={PythonText.Of(threshold)}";

    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.Softplus(beta, threshold);
}
