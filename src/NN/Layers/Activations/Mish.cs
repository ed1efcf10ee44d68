namespace NeuralJit.NN;

/// <summary>x · tanh(ln(1 + eˣ)), element by element: Misra 2019.</summary>
public sealed class Mish : Module
{
    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.Mish();
}
