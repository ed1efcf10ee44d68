using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>−x.</summary>
public sealed record Negate : UnaryOp<NegateOperator>
{
    /// <inheritdoc/>
    public override bool TakesIntegers => true;

    // d(−x) = −dx
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy) => -dy;
}

/// <summary>Changing the sign.</summary>
public static class NegateExtensions
{
    extension(Node)
    {
        /// <summary>−x.</summary>
        public static Node operator -(Node x) => Node.Apply(new Negate(), x);
    }
}
