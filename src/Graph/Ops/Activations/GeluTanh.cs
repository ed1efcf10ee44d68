using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>½ x (1 + tanh(√(2/π) (x + 0.044715 x³))): what PyTorch calls <c>gelu(approximate="tanh")</c>.</summary>
public sealed record GeluTanh : UnaryOp<GeluTanhOperator>
{
    private const double Cubic = 0.044715;
    private const double Limit = 50;
    private static readonly double Scale = Math.Sqrt(2 / Math.PI);

    // With t = tanh(u), u = s (x + c x³): dy/dx = ½ (1 + t) + ½ x (1 − t²) s (1 + 3c x²)
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy)
    {
        // Beyond the limit t is ±1 exactly; the square of something huge would make 0 · ∞ of the second summand.
        x = x.Maximum(-Limit).Minimum(Limit);
        Node square = x.Square();
        Node t = (x * (square * Cubic + 1) * Scale).Tanh();
        Node slope = (square * (3 * Cubic) + 1) * Scale;
        return dy * ((t + 1) * 0.5 + x * (1 - t.Square()) * slope * 0.5);
    }
}
