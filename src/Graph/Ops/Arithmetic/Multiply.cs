using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>a · b.</summary>
public sealed record Multiply : BinaryOp<MultiplyOperator>
{
    // d(a·b) = b·da + a·db
    /// <inheritdoc/>
    protected override Node Gradient(Node a, Node b, Node y, Node dy, int input) => dy * (input == 0 ? b : a);
}

/// <summary>Multiplying nodes.</summary>
public static class MultiplyExtensions
{
    extension(Node)
    {
        /// <summary>a · b, broadcast.</summary>
        public static Node operator *(Node a, Node b) => Node.Apply(new Multiply(), a, b);

        /// <summary>a · b.</summary>
        public static Node operator *(Node a, double b) => a * a.ScalarLike(b);

        /// <summary>a · b.</summary>
        public static Node operator *(double a, Node b) => b.ScalarLike(a) * b;
    }
}
