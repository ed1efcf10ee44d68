using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>x².</summary>
public sealed record Square : UnaryOp<SquareOperator>
{
    /// <inheritdoc/>
    public override bool TakesIntegers => true;

    // d x² = 2x dx
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy) => dy * (x * 2);
}

/// <summary>The square.</summary>
public static class SquareExtensions
{
    extension(Node x)
    {
        /// <summary>x².</summary>
        public Node Square() => Node.Apply(new Square(), x);
    }
}
