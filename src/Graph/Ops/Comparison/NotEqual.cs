using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>Whether a ≠ b (true for NaN), as bool.</summary>
public sealed record NotEqual : BinaryOp<NotEqualOperator>
{
    /// <inheritdoc/>
    public override bool GivesBool => true;

    // A bool has no gradient.
    /// <inheritdoc/>
    protected override Node? Gradient(Node a, Node b, Node y, Node dy, int input) => null;
}

/// <summary>Comparing nodes.</summary>
public static class NotEqualExtensions
{
    extension(Node a)
    {
        /// <summary>Where a ≠ b (true for NaN), broadcast.</summary>
        public Node NotEqual(Node b) => Node.Apply(new NotEqual(), a, b);

        /// <summary>Where a ≠ b (true for NaN).</summary>
        public Node NotEqual(double b) => a.NotEqual(a.ScalarLike(b));
    }
}
