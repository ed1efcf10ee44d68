using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>−1, 0 or 1 with the sign of x.</summary>
public sealed record Sign : UnaryOp<SignOperator>
{
    /// <inheritdoc/>
    public override bool TakesIntegers => true;

    // sign is constant almost everywhere, so its derivative counts as 0
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy) => y.FilledLike(0);
}

/// <summary>Signs.</summary>
public static class SignExtensions
{
    extension(Node x)
    {
        /// <summary>−1, 0 or 1 with the sign of x; 0 for NaN.</summary>
        public Node Sign() => Node.Apply(new Sign(), x);
    }
}
