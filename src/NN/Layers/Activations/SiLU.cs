namespace NeuralJit.NN;

/// <summary>x · sigmoid(x), element by element (also called swish).</summary>
public sealed class SiLU : Module
{
    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.Silu();
}
