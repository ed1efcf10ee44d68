using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>aᵇ.</summary>
public sealed record Power : BinaryOp<PowerOperator>
{
    // d(aᵇ) = b aᵇ⁻¹ da + aᵇ ln(a) db; the limits: ∂a is 0 for b = 0, ∂b is 0 for a = 0 and b ≥ 0
    /// <inheritdoc/>
    protected override Node Gradient(Node a, Node b, Node y, Node dy, int input) => input == 0
        ? Node.Where(b.Equal(0), 0, dy * (b * a.Pow(b - 1)))
        : Node.Where(a.Equal(0) & (b >= 0), 0, dy * (y * a.Log()));
}

/// <summary>Powers.</summary>
public static class PowerExtensions
{
    extension(Node a)
    {
        /// <summary>aᵇ, broadcast.</summary>
        public Node Pow(Node b) => Node.Apply(new Power(), a, b);

        /// <summary>aᵇ.</summary>
        public Node Pow(double b) => a.Pow(a.ScalarLike(b));
    }
}
