namespace NeuralJit.NN;

/// <summary>x where it is above a limit, else a fixed value.</summary>
/// <param name="threshold">The limit.</param>
/// <param name="value">What stands for x elsewhere.</param>
public sealed class Threshold(double threshold, double value) : Module
{
    private readonly double threshold = NumberRules.Number("Threshold", nameof(threshold), threshold);

    /// <inheritdoc/>
    protected override string Details => $"threshold={PythonText.Of(threshold)}, value={PythonText.Of(value)}";

    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.Threshold(threshold, value);
}
