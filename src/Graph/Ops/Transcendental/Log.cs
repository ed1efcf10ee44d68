using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>The natural logarithm.</summary>
public sealed record Log : UnaryOp<LogOperator>
{
    // d ln x = dx / x
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy) => dy / x;
}

/// <summary>The natural logarithm.</summary>
public static class LogExtensions
{
    extension(Node x)
    {
        /// <summary>ln x.</summary>
        public Node Log() => Node.Apply(new Log(), x);
    }
}
