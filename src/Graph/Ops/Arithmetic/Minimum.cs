using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>The smaller of a and b; NaN if either is NaN.</summary>
public sealed record Minimum : BinaryOp<MinimumOperator>
{
    // the gradient goes to the smaller one; equal ones get half each, as in torch.minimum
    /// <inheritdoc/>
    protected override Node Gradient(Node a, Node b, Node y, Node dy, int input)
    {
        Node loses = input == 0 ? a > b : b > a;
        return Node.Where(a.Equal(b), dy * 0.5, Node.Where(loses, 0, dy));
    }
}

/// <summary>The smaller of two values.</summary>
public static class MinimumExtensions
{
    extension(Node a)
    {
        /// <summary>The smaller of a and b, broadcast.</summary>
        public Node Minimum(Node b) => Node.Apply(new Minimum(), a, b);

        /// <summary>The smaller of a and b.</summary>
        public Node Minimum(double b) => a.Minimum(a.ScalarLike(b));
    }
}
