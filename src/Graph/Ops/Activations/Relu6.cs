using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>min(max(x, 0), 6).</summary>
public sealed record Relu6 : UnaryOp<Relu6Operator>
{
    // d relu6(x) = dx strictly between the limits, and for NaN, which they do not hold (as in PyTorch)
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy) => Node.Where((y <= 0) | (y >= 6), 0, dy);
}

/// <summary>The rectified linear unit with an upper limit.</summary>
public static class Relu6Extensions
{
    extension(Node x)
    {
        /// <summary>min(max(x, 0), 6); NaN stays NaN.</summary>
        public Node Relu6() => Node.Apply(new Relu6(), x);
    }
}
