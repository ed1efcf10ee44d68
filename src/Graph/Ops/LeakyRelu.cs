namespace NeuralJit;

/// <summary>x where x &gt; 0, else slope · x.</summary>
/// <param name="Slope">The slope for negative x.</param>
public sealed record LeakyRelu(double Slope) : ActivationOp
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        TensorType type = base.Infer(inputs);
        NumberRules.Finite(Name, "slope", Slope, type.DType);
        return type;
    }

    /// <inheritdoc/>
    protected override Node Value(Node x) => Node.Where(x > 0, x, x * Slope);

    // dy where x > 0, else slope · dy
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy) => Node.Where(x > 0, dy, dy * Slope);
}

/// <summary>Rectifiers with a slope below zero.</summary>
public static class LeakyReluExtensions
{
    extension(Node x)
    {
        /// <summary>x where x &gt; 0, else slope · x.</summary>
        public Node LeakyRelu(double slope = 0.01) => Node.Apply(new LeakyRelu(slope), x);

        /// <summary>x where x &gt; 0, else weight · x, with a learned weight of one element, or one per channel (dimension 1): He et al. 2015.</summary>
        /// <exception cref="ShapeException">The weight is no such vector.</exception>
        public Node PRelu(Node weight)
        {
            int channels = x.Rank > 1 ? x.Shape[1] : 1;
            if (weight.Rank > 1 || (weight.Shape.Count != 1 && weight.Shape.Count != channels))
            {
                throw new ShapeException($"prelu: expected a weight of 1 element, or of one per channel (dimension 1), for {x.Type}, got {weight.Type}");
            }
            Node slope = weight.Shape.Count == 1 ? weight.Reshape(Shape.Scalar) : weight.Reshape([channels, .. Enumerable.Repeat(1, x.Rank - 2)]);
            // Only what is used is multiplied: 0 · ∞ would be the slope's gradient at x = ∞.
            return Node.Where(x > 0, x, Node.Where(x > 0, 0, x) * slope);
        }
    }
}
