namespace NeuralJit.NN;

/// <summary>1 / (1 + e⁻ˣ), element by element.</summary>
public sealed class Sigmoid : Module
{
    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.Sigmoid();
}
