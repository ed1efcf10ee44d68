namespace NeuralJit.NN;

/// <summary>x where it is positive, else α (e^(x/α) − 1): Barron 2017.</summary>
/// <param name="alpha">Minus the limit for x → −∞; not 0.</param>
public sealed class CELU(double alpha = 1) : Module
{
    private readonly double alpha = NumberRules.NotZero("CELU", nameof(alpha), alpha);

    /// <inheritdoc/>
    protected override string Details => $"alpha={PythonText.Of(alpha)}";

    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.Celu(alpha);
}
