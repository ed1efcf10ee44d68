using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>a + b.</summary>
public sealed record Add : BinaryOp<AddOperator>
{
    // d(a + b) = da + db
    /// <inheritdoc/>
    protected override Node Gradient(Node a, Node b, Node y, Node dy, int input) => dy;
}

/// <summary>Adding nodes.</summary>
public static class AddExtensions
{
    extension(Node)
    {
        /// <summary>a + b, broadcast.</summary>
        public static Node operator +(Node a, Node b) => Node.Apply(new Add(), a, b);

        /// <summary>a + b.</summary>
        public static Node operator +(Node a, double b) => a + a.ScalarLike(b);

        /// <summary>a + b.</summary>
        public static Node operator +(double a, Node b) => b.ScalarLike(a) + b;
    }
}
