namespace NeuralJit.NN;

/// <summary>x moved towards 0 by λ, and 0 where it would pass it.</summary>
/// <param name="lambda">λ, at least 0.</param>
public sealed class Softshrink(double lambda = 0.5) : Module
{
    private readonly double lambda = NumberRules.Within("Softshrink", nameof(lambda), lambda, 0, double.PositiveInfinity);

    /// <inheritdoc/>
    protected override string Details => PythonText.Of(lambda);

    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.Softshrink(lambda);
}
