using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>The smallest integer that is not below x.</summary>
public sealed record Ceiling : UnaryOp<CeilingOperator>
{
    // constant almost everywhere, so its derivative counts as 0
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy) => y.FilledLike(0);
}

/// <summary>Rounding up.</summary>
public static class CeilingExtensions
{
    extension(Node x)
    {
        /// <summary>x rounded up.</summary>
        public Node Ceiling() => Node.Apply(new Ceiling(), x);
    }
}
