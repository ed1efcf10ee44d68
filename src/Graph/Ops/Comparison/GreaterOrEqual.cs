using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>Whether a ≥ b (false for NaN), as bool.</summary>
public sealed record GreaterOrEqual : BinaryOp<GreaterOrEqualOperator>
{
    /// <inheritdoc/>
    public override bool GivesBool => true;

    // A bool has no gradient.
    /// <inheritdoc/>
    protected override Node? Gradient(Node a, Node b, Node y, Node dy, int input) => null;
}

/// <summary>Comparing nodes.</summary>
public static class GreaterOrEqualExtensions
{
    extension(Node a)
    {
        /// <summary>Where a ≥ b (false for NaN), broadcast.</summary>
        public Node GreaterOrEqual(Node b) => Node.Apply(new GreaterOrEqual(), a, b);

        /// <summary>Where a ≥ b (false for NaN).</summary>
        public Node GreaterOrEqual(double b) => a.GreaterOrEqual(a.ScalarLike(b));
    }
}
