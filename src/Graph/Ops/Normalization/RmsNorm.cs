namespace NeuralJit;

/// <summary>
/// x / √(mean(x²) + ε) over the last dimensions, then times weight (input 1) where it is given: Zhang and Sennrich 2019.
/// </summary>
/// <param name="NormalizedShape">The last extents of x, over which it is normalised.</param>
/// <param name="Epsilon">ε.</param>
public sealed record RmsNorm(Shape NormalizedShape, double Epsilon) : CompositeOp
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        if (inputs.Length is < 1 or > 2)
        {
            throw new ShapeException($"{Name}: expected x and perhaps a weight, got {inputs.Length} inputs");
        }
        NumberRules.NotNegative(Name, "epsilon", Epsilon, inputs[0].DType);
        Node x = inputs[0];
        int first = x.Rank - NormalizedShape.Rank;
        if (!x.DType.IsComputeFloat || NormalizedShape.Rank == 0 || first < 0
            || !x.Shape.Extents[first..].SequenceEqual(NormalizedShape.Extents))
        {
            throw new ShapeException($"{Name}: expected f32 or f64 whose shape ends with {NormalizedShape}, got {x.Type}");
        }
        return inputs.Length == 1 || inputs[1].Type == new TensorType(x.DType, NormalizedShape)
            ? x.Type
            : throw new ShapeException(
                $"{Name}: the weight must be {new TensorType(x.DType, NormalizedShape)} for {x.Type}, got {inputs[1].Type}");
    }

    /// <inheritdoc/>
    public override Node Expand(ReadOnlySpan<Node> inputs)
    {
        Node y = inputs[0] * Reciprocal(inputs[0]);
        return inputs.Length > 1 ? y * inputs[1] : y;
    }

    // With r = (mean(x²) + ε)^(−½) and g = dy·weight: dx = r (g − x r² mean(g x)), dweight = Σ dy x r
    /// <inheritdoc/>
    public override Node?[] Gradients(Node y, Node dy, ReadOnlySpan<bool> wanted)
    {
        Node x = y.Inputs[0], r = Reciprocal(x);
        Node?[] result = new Node?[wanted.Length];
        if (wanted[0])
        {
            Node g = wanted.Length > 1 ? dy * y.Inputs[1] : dy;
            result[0] = (g - x * (r.Square() * MeanOf(g * x))) * r;
        }
        if (wanted.Length > 1 && wanted[1])
        {
            result[1] = dy * (x * r);
        }
        return result;
    }

    private Node Reciprocal(Node x) => (MeanOf(x.Square()) + Epsilon).Rsqrt();

    private Node MeanOf(Node x)
    {
        uint leading = Axes.All(x.Rank - NormalizedShape.Rank).Mask;
        return Node.Apply(new Mean(new Axes(Axes.All(x.Rank).Mask & ~leading), KeepDims: true), x);
    }
}

/// <summary>Normalisation by the root mean square.</summary>
public static class RmsNormExtensions
{
    extension(Node x)
    {
        /// <summary>
        /// x / √(mean(x²) + ε) over the last dimensions, whose extents are <paramref name="normalizedShape"/>, times the weight; ε is the
        /// distance of 1 to the next number where it is not given, as in torch.nn.functional.rms_norm.
        /// </summary>
        public Node RmsNorm(Shape normalizedShape, Node? weight = null, double? epsilon = null)
        {
            double byDefault = x.DType == DType.Float64 ? Math.BitIncrement(1.0) - 1 : MathF.BitIncrement(1f) - 1;
            var op = new RmsNorm(normalizedShape, epsilon ?? byDefault);
            return weight is null ? Node.Apply(op, x) : Node.Apply(op, x, weight);
        }
    }
}
