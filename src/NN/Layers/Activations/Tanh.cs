namespace NeuralJit.NN;

/// <summary>tanh x, element by element.</summary>
public sealed class Tanh : Module
{
    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.Tanh();
}
