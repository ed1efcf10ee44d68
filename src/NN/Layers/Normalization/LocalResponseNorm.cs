namespace NeuralJit.NN;

/// <summary>
/// x / (k + alpha · (Σ x² over neighbouring channels) / size)^beta for x of shape (N, C, …): Krizhevsky et al. 2012.
/// </summary>
/// <param name="size">How many neighbouring channels count.</param>
/// <param name="alpha">The factor of the mean square.</param>
/// <param name="beta">The exponent.</param>
/// <param name="k">Added to the mean square.</param>
public sealed class LocalResponseNorm(int size, double alpha = 1e-4, double beta = 0.75, double k = 1) : Module
{
    private readonly int size = NumberRules.AtLeast("LocalResponseNorm", nameof(size), size, 1);
    private readonly double alpha = NumberRules.NotNegative("LocalResponseNorm", nameof(alpha), alpha);
    private readonly double beta = NumberRules.Finite("LocalResponseNorm", nameof(beta), beta);
    private readonly double k = NumberRules.NotNegative("LocalResponseNorm", nameof(k), k);

    /// <inheritdoc/>
    protected override string Details => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"{size}, alpha={PythonText.Of(alpha)}, beta={PythonText.Of(beta)}, k={PythonText.Of(k)}");

    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.LocalResponseNorm(size, alpha, beta, k);
}
