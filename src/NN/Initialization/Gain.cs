namespace NeuralJit.NN;

/// <summary>By how much an activation shrinks the signal's deviation: the recommended factors of PyTorch's <c>calculate_gain</c>.</summary>
public static class Gain
{
    /// <summary>No activation, or a sigmoid: 1.</summary>
    public const double Linear = 1;

    /// <summary>Tanh: 5/3.</summary>
    public const double Tanh = 5.0 / 3;

    /// <summary>ReLU: √2.</summary>
    public const double Relu = 1.4142135623730951;

    /// <summary>Leaky ReLU: √(2 / (1 + slope²)).</summary>
    public static double LeakyRelu(double negativeSlope = 0.01) =>
        Math.Sqrt(2 / (1 + Math.Pow(NumberRules.Finite("gain", nameof(negativeSlope), negativeSlope), 2)));
}
