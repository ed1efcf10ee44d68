using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>1 / √x.</summary>
public sealed record Rsqrt : UnaryOp<ReciprocalSqrtOperator>
{
    // d x^(−1/2) = −½ x^(−3/2) dx = −½ y³ dx
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy) => dy * (y.Square() * y * -0.5);
}

/// <summary>The reciprocal of the square root.</summary>
public static class RsqrtExtensions
{
    extension(Node x)
    {
        /// <summary>1 / √x.</summary>
        public Node Rsqrt() => Node.Apply(new Rsqrt(), x);
    }
}
