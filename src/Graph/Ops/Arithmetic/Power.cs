using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>aᵇ.</summary>
public sealed record Power : BinaryOp<PowerOperator>
{
    // d(aᵇ) = b aᵇ⁻¹ da + aᵇ ln(a) db; the limits: ∂a is 0 for b = 0, ∂b is 0 for a = 0 and b ≥ 0. What has no value there is
    // never computed: chosen afterwards, it would still spoil the next derivative.
    /// <inheritdoc/>
    protected override Node Gradient(Node a, Node b, Node y, Node dy, int input)
    {
        if (input == 0)
        {
            // A constant may be what a next derivative is asked for: it stays b.
            bool isNeverZero = b.Op is ConstantOp constant && UniformValue.Of(constant.Data) is not (null or 0);
            return dy * (b * a.Pow(isNeverZero ? b - 1 : Less(a, b)));
        }
        Node limit = a.Equal(0) & (b >= 0);
        return dy * Node.Where(limit, 0, y) * Node.Where(limit, 1, a).Log();
    }

    // b − 1, but 0 where a⁰ is differentiated and a⁻¹ is no finite number: at 0, beside it, and for NaN.
    private static Node Less(Node a, Node b) => Node.Where(b.NotEqual(0) | (a.Reciprocal().Abs() < double.PositiveInfinity), b - 1, 0);
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
