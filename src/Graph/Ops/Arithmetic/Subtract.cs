using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>a − b.</summary>
public sealed record Subtract : BinaryOp<SubtractOperator>
{
    // d(a − b) = da − db
    /// <inheritdoc/>
    protected override Node Gradient(Node a, Node b, Node y, Node dy, int input) => input == 0 ? dy : -dy;
}

/// <summary>Subtracting nodes.</summary>
public static class SubtractExtensions
{
    extension(Node)
    {
        /// <summary>a − b, broadcast.</summary>
        public static Node operator -(Node a, Node b) => Node.Apply(new Subtract(), a, b);

        /// <summary>a − b.</summary>
        public static Node operator -(Node a, double b) => a - a.ScalarLike(b);

        /// <summary>a − b.</summary>
        public static Node operator -(double a, Node b) => b.ScalarLike(a) - b;
    }
}
