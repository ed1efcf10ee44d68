namespace NeuralJit.NN;

/// <summary>The value itself.</summary>
public sealed class Identity : Module
{
    /// <inheritdoc/>
    protected override Node Compute(Node x) => x;
}
