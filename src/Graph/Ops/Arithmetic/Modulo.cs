using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>a − b·floor(a / b): the remainder that has the sign of b, as % in Python and torch.remainder (not as % in C#).</summary>
public sealed record Modulo : BinaryOp<ModuloOperator>
{
    // With the quotient q = floor(a/b) = (a − y)/b, constant almost everywhere: d(a − b·q) = da − q db
    /// <inheritdoc/>
    protected override Node Gradient(Node a, Node b, Node y, Node dy, int input) =>
        input == 0 ? dy : -(dy * (a / b).Floor());
}

/// <summary>Remainders.</summary>
public static class ModuloExtensions
{
    extension(Node)
    {
        /// <summary>The remainder of a / b with the sign of b (as in Python), broadcast.</summary>
        public static Node operator %(Node a, Node b) => Node.Apply(new Modulo(), a, b);

        /// <summary>The remainder of a / b with the sign of b.</summary>
        public static Node operator %(Node a, double b) => a % a.ScalarLike(b);

        /// <summary>The remainder of a / b with the sign of b.</summary>
        public static Node operator %(double a, Node b) => b.ScalarLike(a) % b;
    }
}
