namespace NeuralJit.NN;

/// <summary>Softmax of −x along one dimension: the smallest is weighed most.</summary>
/// <param name="dim">The dimension whose elements belong together; negative ones count from the end.</param>
public sealed class Softmin(int dim) : Module
{
    /// <inheritdoc/>
    protected override string Details => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"dim={dim}");

    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.Softmin(dim);
}
