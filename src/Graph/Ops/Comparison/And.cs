using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>a and b: logical for bool, bitwise for integers.</summary>
public sealed record And : BinaryOp<AndOperator>
{
    /// <inheritdoc/>
    public override bool TakesBool => true;

    /// <inheritdoc/>
    public override bool TakesFloats => false;

    // Neither bool nor integers have gradients.
    /// <inheritdoc/>
    protected override Node? Gradient(Node a, Node b, Node y, Node dy, int input) => null;
}

/// <summary>Logical and bitwise and.</summary>
public static class AndExtensions
{
    extension(Node)
    {
        /// <summary>a and b, broadcast: logical for bool, bitwise for integers.</summary>
        public static Node operator &(Node a, Node b) => Node.Apply(new And(), a, b);
    }
}
