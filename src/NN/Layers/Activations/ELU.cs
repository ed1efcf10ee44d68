namespace NeuralJit.NN;

/// <summary>x where it is positive, else α (eˣ − 1): Clevert et al. 2015.</summary>
/// <param name="alpha">Minus the limit for x → −∞.</param>
public sealed class ELU(double alpha = 1) : Module
{
    private readonly double alpha = NumberRules.Finite("ELU", nameof(alpha), alpha);

    /// <inheritdoc/>
    protected override string Details => $"alpha={PythonText.Of(alpha)}";

    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.Elu(alpha);
}
