using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>The nearest integer, halves to even.</summary>
public sealed record Round : UnaryOp<RoundOperator>
{
    // constant almost everywhere, so its derivative counts as 0
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy) => y.FilledLike(0);
}

/// <summary>Rounding.</summary>
public static class RoundExtensions
{
    extension(Node x)
    {
        /// <summary>x rounded to the nearest integer, halves to even.</summary>
        public Node Round() => Node.Apply(new Round(), x);
    }
}
