namespace NeuralJit.NN;

/// <summary>ln(1 / (1 + e⁻ˣ)), element by element, without overflow.</summary>
public sealed class LogSigmoid : Module
{
    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.LogSigmoid();
}
