namespace NeuralJit.NN;

/// <summary>x − tanh x, element by element.</summary>
public sealed class Tanhshrink : Module
{
    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.Tanhshrink();
}
