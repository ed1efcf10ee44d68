namespace NeuralJit.NN;

/// <summary>0 where |x| ≤ λ, else x.</summary>
/// <param name="lambda">λ.</param>
public sealed class Hardshrink(double lambda = 0.5) : Module
{
    private readonly double lambda = NumberRules.Number("Hardshrink", nameof(lambda), lambda);

    /// <inheritdoc/>
    protected override string Details => PythonText.Of(lambda);

    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.Hardshrink(lambda);
}
