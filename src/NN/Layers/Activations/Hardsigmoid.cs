namespace NeuralJit.NN;

/// <summary>min(max(x + 3, 0), 6) / 6, element by element.</summary>
public sealed class Hardsigmoid : Module
{
    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.Hardsigmoid();
}
