namespace NeuralJit.NN;

/// <summary>min(max(x, 0), 6), element by element.</summary>
public sealed class ReLU6 : Module
{
    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.Relu6();
}
