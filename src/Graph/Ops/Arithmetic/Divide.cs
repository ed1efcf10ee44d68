using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>a / b; integers truncate towards zero, and give 0 for division by zero.</summary>
public sealed record Divide : BinaryOp<DivideOperator>
{
    // d(a/b) = da / b − (a/b) db / b
    /// <inheritdoc/>
    protected override Node Gradient(Node a, Node b, Node y, Node dy, int input) => input == 0 ? dy / b : -(dy * y / b);
}

/// <summary>Dividing nodes.</summary>
public static class DivideExtensions
{
    extension(Node)
    {
        /// <summary>a / b, broadcast.</summary>
        public static Node operator /(Node a, Node b) => Node.Apply(new Divide(), a, b);

        /// <summary>a / b.</summary>
        public static Node operator /(Node a, double b) => a / a.ScalarLike(b);

        /// <summary>a / b.</summary>
        public static Node operator /(double a, Node b) => b.ScalarLike(a) / b;
    }
}
