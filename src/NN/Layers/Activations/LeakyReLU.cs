namespace NeuralJit.NN;

/// <summary>x where it is positive, else slope · x.</summary>
/// <param name="negativeSlope">The slope below zero.</param>
public sealed class LeakyReLU(double negativeSlope = 0.01) : Module
{
    private readonly double negativeSlope = NumberRules.Finite("LeakyReLU", nameof(negativeSlope), negativeSlope);

    /// <inheritdoc/>
    protected override string Details => $"negative_slope={PythonText.Of(negativeSlope)}";

    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.LeakyRelu(negativeSlope);
}
