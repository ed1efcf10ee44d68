namespace NeuralJit.NN;

/// <summary>x / (1 + |x|), element by element.</summary>
public sealed class Softsign : Module
{
    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.Softsign();
}
