using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>√x.</summary>
public sealed record Sqrt : UnaryOp<SqrtOperator>
{
    // d√x = dx / (2√x)
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy) => dy / (y * 2);
}

/// <summary>The square root.</summary>
public static class SqrtExtensions
{
    extension(Node x)
    {
        /// <summary>√x.</summary>
        public Node Sqrt() => Node.Apply(new Sqrt(), x);
    }
}
