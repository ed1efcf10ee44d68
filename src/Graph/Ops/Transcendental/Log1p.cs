using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>ln(1 + x), exact near 0.</summary>
public sealed record Log1p : UnaryOp<Log1pOperator>
{
    // d ln(1 + x) = dx / (1 + x)
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy) => dy / (x + 1);
}

/// <summary>ln(1 + x).</summary>
public static class Log1pExtensions
{
    extension(Node x)
    {
        /// <summary>ln(1 + x), exact near 0.</summary>
        public Node Log1p() => Node.Apply(new Log1p(), x);
    }
}
