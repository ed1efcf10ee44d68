namespace NeuralJit.NN;

/// <summary>
/// x where it is positive, else x times a slope, drawn for each element and step from [lower, upper) in training, their mean in
/// evaluation: Xu et al. 2015.
/// </summary>
/// <param name="lower">The least slope.</param>
/// <param name="upper">The greatest slope.</param>
public sealed class RReLU(double lower = 1.0 / 8, double upper = 1.0 / 3) : Module
{
    private readonly double lower = NumberRules.Finite("RReLU", nameof(lower), lower);
    private readonly double upper = NumberRules.Finite("RReLU", nameof(upper), upper) >= lower
        ? upper
        : throw new GraphException($"RReLU: the upper slope {PythonText.Of(upper)} is below the lower one {PythonText.Of(lower)}");

    /// <inheritdoc/>
    protected override string Details => $"lower={PythonText.Of(lower)}, upper={PythonText.Of(upper)}";

    /// <inheritdoc/>
    protected override Node Compute(Node x) => GraphTrace.Current?.Training == true
        ? Node.Where(
            x > 0, x, x * (Node.RandomUniform(x.Shape, x.DType) * NumberRules.Finite("RReLU", "upper - lower", upper - lower, x.DType)
            + NumberRules.Finite("RReLU", nameof(lower), lower, x.DType)))
        : x.LeakyRelu((lower / 2) + (upper / 2));
}
