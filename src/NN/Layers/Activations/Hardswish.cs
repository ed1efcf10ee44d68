namespace NeuralJit.NN;

/// <summary>x · min(max(x + 3, 0), 6) / 6, element by element: Howard et al. 2019.</summary>
public sealed class Hardswish : Module
{
    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.Hardswish();
}
