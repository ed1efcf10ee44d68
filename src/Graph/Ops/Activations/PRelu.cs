namespace NeuralJit;

// The layer of the same name in NeuralJit.NN is what users write; a public op would make it ambiguous.
/// <summary>x where x &gt; 0, else slope · x. Inputs: x, and a slope that broadcasts to it.</summary>
internal sealed record PRelu : CompositeOp
{
    /// <inheritdoc/>
    public override string Name => "prelu";

    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 2);
        TensorType x = inputs[0].Type, slope = inputs[1].Type;
        return x.DType.IsComputeFloat && slope.DType == x.DType && x.Shape.Equals(Shape.Broadcast(x.Shape, slope.Shape))
            ? x
            : throw new ShapeException(
                $"{Name}: expected f32 or f64 and a slope of the same type that broadcasts to it, got {x} and {slope}");
    }

    /// <inheritdoc/>
    public override Node Expand(ReadOnlySpan<Node> inputs) => Node.Where(inputs[0] > 0, inputs[0], inputs[0] * inputs[1]);

    // dx = dy where x > 0, else slope dy; dslope = Σ x dy where x ≤ 0. Chosen last: 0 · ∞ is no gradient.
    /// <inheritdoc/>
    public override Node?[] Gradients(Node y, Node dy, ReadOnlySpan<bool> wanted)
    {
        Node x = y.Inputs[0], slope = y.Inputs[1], above = x > 0;
        return [wanted[0] ? Node.Where(above, dy, dy * slope) : null, wanted[1] ? Node.Where(above, 0, dy * x).SumTo(slope.Shape) : null];
    }
}

/// <summary>The rectifier with a learned slope below zero.</summary>
public static class PReluExtensions
{
    extension(Node x)
    {
        /// <summary>
        /// x where x &gt; 0, else weight · x, with a learned weight of one element, or one per channel (dimension 1): He et al. 2015.
        /// </summary>
        /// <exception cref="ShapeException">The weight is no such vector.</exception>
        public Node PRelu(Node weight)
        {
            int channels = x.Rank > 1 ? x.Shape[1] : 1;
            if (weight.Rank > 1 || (weight.Shape.Count != 1 && weight.Shape.Count != channels))
            {
                throw new ShapeException(
                    $"prelu: expected a weight of 1 element, or of one per channel (dimension 1), for {x.Type}, got {weight.Type}");
            }
            Node slope = weight.Shape.Count == 1
                ? weight.Reshape(Shape.Scalar)
                : weight.Reshape([channels, .. Enumerable.Repeat(1, x.Rank - 2)]);
            return Node.Apply(new PRelu(), x, slope);
        }
    }
}
