using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>ln(1 + eˣ).</summary>
public sealed record Softplus : UnaryOp<SoftplusOperator>
{
    // d ln(1 + eˣ) = σ(x) dx
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy) => dy * x.Sigmoid();
}

/// <summary>The smooth rectifier.</summary>
public static class SoftplusExtensions
{
    extension(Node x)
    {
        /// <summary>ln(1 + eˣ), without overflow.</summary>
        public Node Softplus() => Node.Apply(new Softplus(), x);
    }
}
