using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>a exclusive-or b: logical for bool, bitwise for integers.</summary>
public sealed record Xor : BinaryOp<XorOperator>
{
    /// <inheritdoc/>
    public override bool TakesBool => true;

    /// <inheritdoc/>
    public override bool TakesFloats => false;

    // Neither bool nor integers have gradients.
    /// <inheritdoc/>
    protected override Node? Gradient(Node a, Node b, Node y, Node dy, int input) => null;
}

/// <summary>Logical and bitwise xor.</summary>
public static class XorExtensions
{
    extension(Node)
    {
        /// <summary>a exclusive-or b, broadcast: logical for bool, bitwise for integers.</summary>
        public static Node operator ^(Node a, Node b) => Node.Apply(new Xor(), a, b);
    }
}
