using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>a or b: logical for bool, bitwise for integers.</summary>
public sealed record Or : BinaryOp<OrOperator>
{
    /// <inheritdoc/>
    public override bool TakesBool => true;

    /// <inheritdoc/>
    public override bool TakesFloats => false;

    // Neither bool nor integers have gradients.
    /// <inheritdoc/>
    protected override Node? Gradient(Node a, Node b, Node y, Node dy, int input) => null;
}

/// <summary>Logical and bitwise or.</summary>
public static class OrExtensions
{
    extension(Node)
    {
        /// <summary>a or b, broadcast: logical for bool, bitwise for integers.</summary>
        public static Node operator |(Node a, Node b) => Node.Apply(new Or(), a, b);
    }
}
