using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>The greater of a and b; NaN if either is NaN.</summary>
public sealed record Maximum : BinaryOp<MaximumOperator>
{
    // the gradient goes to the greater one; equal ones get half each, as in torch.maximum
    /// <inheritdoc/>
    protected override Node Gradient(Node a, Node b, Node y, Node dy, int input)
    {
        Node loses = input == 0 ? a < b : b < a;
        return Node.Where(a.Equal(b), dy * 0.5, Node.Where(loses, 0, dy));
    }
}

/// <summary>The greater of two values.</summary>
public static class MaximumExtensions
{
    extension(Node a)
    {
        /// <summary>The greater of a and b, broadcast.</summary>
        public Node Maximum(Node b) => Node.Apply(new Maximum(), a, b);

        /// <summary>The greater of a and b.</summary>
        public Node Maximum(double b) => a.Maximum(a.ScalarLike(b));
    }
}
