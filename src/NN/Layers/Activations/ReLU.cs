namespace NeuralJit.NN;

/// <summary>max(x, 0), element by element.</summary>
public sealed class ReLU : Module
{
    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.Relu();
}
