namespace NeuralJit.NN;

/// <summary>x held between two limits.</summary>
/// <param name="minVal">The lower limit.</param>
/// <param name="maxVal">The upper limit, above the lower one.</param>
public sealed class Hardtanh(double minVal = -1, double maxVal = 1) : Module
{
    private readonly double minVal = NumberRules.Number("Hardtanh", nameof(minVal), minVal);
    private readonly double maxVal = NumberRules.Number("Hardtanh", nameof(maxVal), maxVal) > minVal
        ? maxVal
        : throw new GraphException(
            $"Hardtanh: maxVal must be above minVal, got minVal = {PythonText.Of(minVal)} and maxVal = {PythonText.Of(maxVal)}");

    /// <inheritdoc/>
    protected override string Details => $"min_val={PythonText.Of(minVal)}, max_val={PythonText.Of(maxVal)}";

    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.Hardtanh(minVal, maxVal);
}
