using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>1 / x.</summary>
public sealed record Reciprocal : UnaryOp<ReciprocalOperator>
{
    // d(1/x) = −dx / x² = −y² dx
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy) => -(dy * y.Square());
}

/// <summary>The reciprocal.</summary>
public static class ReciprocalExtensions
{
    extension(Node x)
    {
        /// <summary>1 / x.</summary>
        public Node Reciprocal() => Node.Apply(new Reciprocal(), x);
    }
}
