using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>x · Φ(x), where Φ is the distribution function of the standard normal distribution.</summary>
public sealed record Gelu : UnaryOp<GeluOperator>
{
    // d(x Φ(x)) = (Φ(x) + x φ(x)) dx, with Φ(x) = ½ (1 + erf(x/√2)), φ(x) = e^(−x²/2) / √(2π)
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy)
    {
        Node distribution = ((x * Math.Sqrt(0.5)).Erf() + 1) * 0.5;
        Node density = (x.Square() * -0.5).Exp() * (1 / Math.Sqrt(2 * Math.PI));
        return dy * (distribution + x * density);
    }
}

/// <summary>The Gaussian error linear unit.</summary>
public static class GeluExtensions
{
    extension(Node x)
    {
        /// <summary>x · Φ(x); with <paramref name="approximate"/>, PyTorch's formula by tanh.</summary>
        public Node Gelu(bool approximate = false) => Node.Apply(approximate ? new GeluTanh() : new Gelu(), x);
    }
}
