using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>eˣ.</summary>
public sealed record Exp : UnaryOp<ExpOperator>
{
    // d eˣ = eˣ dx
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy) => dy * y;
}

/// <summary>The exponential function.</summary>
public static class ExpExtensions
{
    extension(Node x)
    {
        /// <summary>eˣ.</summary>
        public Node Exp() => Node.Apply(new Exp(), x);
    }
}
