namespace NeuralJit.NN;

/// <summary>x − log Σ eˣ along one dimension: log-probabilities from logits.</summary>
/// <param name="dim">The dimension whose elements belong together; negative ones count from the end.</param>
public sealed class LogSoftmax(int dim) : Module
{
    /// <inheritdoc/>
    protected override string Details => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"dim={dim}");

    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.LogSoftmax(dim);
}
