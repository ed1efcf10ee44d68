namespace NeuralJit.NN;

/// <summary>a · sigmoid(b), where a and b are the halves of x along a dimension: Dauphin et al. 2016.</summary>
/// <param name="dim">The dimension that is halved; negative ones count from the end.</param>
public sealed class GLU(int dim = -1) : Module
{
    /// <inheritdoc/>
    protected override string Details => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"dim={dim}");

    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.Glu(dim);
}
