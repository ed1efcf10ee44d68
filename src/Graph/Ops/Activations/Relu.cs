using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>max(x, 0).</summary>
public sealed record Relu : UnaryOp<ReluOperator>
{
    // d relu(x) = dx where x > 0 (NaN passes, as in PyTorch)
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy) => Node.Where(y <= 0, 0, dy);
}

/// <summary>The rectified linear unit.</summary>
public static class ReluExtensions
{
    extension(Node x)
    {
        /// <summary>max(x, 0); NaN stays NaN.</summary>
        public Node Relu() => Node.Apply(new Relu(), x);
    }
}
