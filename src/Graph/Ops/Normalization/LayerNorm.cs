using NeuralJit.Kernels;

namespace NeuralJit;

// The layer of the same name in NeuralJit.NN is what users write; a public op would make it ambiguous.
/// <summary>
/// (x − mean) / √(variance + ε) over the last dimensions, then times weight (input 1) plus bias (input 2) where they are given; the
/// variance is the biased one.
/// </summary>
/// <param name="NormalizedShape">The last extents of x, over which it is normalised.</param>
/// <param name="Epsilon">ε.</param>
internal sealed record LayerNorm(Shape NormalizedShape, double Epsilon = 1e-5) : CompositeOp, IFloatKernel
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        if (inputs.Length is < 1 or > 3)
        {
            throw new ShapeException($"{Name}: expected x, weight and bias, got {inputs.Length} inputs");
        }
        NumberRules.NotNegative(Name, "epsilon", Epsilon, inputs[0].DType);
        Node x = inputs[0];
        int first = x.Rank - NormalizedShape.Rank;
        if (!x.DType.IsComputeFloat || NormalizedShape.Rank == 0 || first < 0
            || !x.Shape.Extents[first..].SequenceEqual(NormalizedShape.Extents))
        {
            throw new ShapeException($"{Name}: expected f32 or f64 whose shape ends with {NormalizedShape}, got {x.Type}");
        }
        foreach (Node scale in inputs[1..])
        {
            if (scale.Type != new TensorType(x.DType, NormalizedShape))
            {
                throw new ShapeException(
                    $"{Name}: weight and bias must be {new TensorType(x.DType, NormalizedShape)} for {x.Type}, got {scale.Type}");
            }
        }
        return x.Type;
    }

    /// <inheritdoc/>
    public override Node Expand(ReadOnlySpan<Node> inputs)
    {
        Node y = Normalised(inputs[0]).Value;
        y = inputs.Length > 1 ? y * inputs[1] : y;
        return inputs.Length > 2 ? y + inputs[2] : y;
    }

    // With n = (x − mean)/σ and g = dy·weight: dx = (g − mean(g) − n mean(g n)) / σ, dweight = Σ dy n, dbias = Σ dy
    /// <inheritdoc/>
    public override Node?[] Gradients(Node y, Node dy, ReadOnlySpan<bool> wanted)
    {
        Node x = y.Inputs[0];
        (Node n, Node reciprocal) = Normalised(x);
        Node?[] result = new Node?[wanted.Length];
        if (wanted[0])
        {
            Node g = wanted.Length > 1 ? dy * y.Inputs[1] : dy;
            result[0] = (g - MeanOf(g) - n * MeanOf(g * n)) * reciprocal;
        }
        for (int i = 1; i < wanted.Length; i++)
        {
            result[i] = wanted[i] ? (i == 1 ? dy * n : dy) : null;
        }
        return result;
    }

    /// <inheritdoc/>
    public override bool HasKernel(ReadOnlySpan<Node> inputs) => inputs.Length is 1 or 3 && NormalizedShape.Count > 0;

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) => IFloatKernel.Evaluate(this, inputs, y);

    unsafe void IFloatKernel.Run<T>(ReadOnlySpan<TensorView> inputs, TensorView y)
    {
        int columns = (int)NormalizedShape.Count;
        T* weight = inputs.Length > 1 ? inputs[1].Pointer<T>() : null, bias = inputs.Length > 2 ? inputs[2].Pointer<T>() : null;
        LayerNormRows.Run((int)(y.Shape.Count / columns), columns, inputs[0].Pointer<T>(), weight, bias, Epsilon, y.Pointer<T>());
    }

    private (Node Value, Node Reciprocal) Normalised(Node x)
    {
        Node centred = x - MeanOf(x);
        Node reciprocal = (MeanOf(centred.Square()) + Epsilon).Rsqrt();
        return (centred * reciprocal, reciprocal);
    }

    private Node MeanOf(Node x)
    {
        uint leading = Axes.All(x.Rank - NormalizedShape.Rank).Mask;
        return Node.Apply(new Mean(new Axes(Axes.All(x.Rank).Mask & ~leading), KeepDims: true), x);
    }
}

/// <summary>Layer normalisation.</summary>
public static class LayerNormExtensions
{
    extension(Node x)
    {
        /// <summary>
        /// Normalises over the last dimensions, whose extents are <paramref name="normalizedShape"/>, then scales and shifts, as
        /// torch.nn.functional.layer_norm.
        /// </summary>
        public Node LayerNorm(Shape normalizedShape, Node? weight = null, Node? bias = null, double epsilon = 1e-5)
        {
            var op = new LayerNorm(normalizedShape, epsilon);
            return (weight, bias) switch
            {
                (null, null) => Node.Apply(op, x),
                (not null, null) => Node.Apply(op, x, weight),
                (null, not null) => Node.Apply(op, x) + bias,
                _ => Node.Apply(op, x, weight, bias),
            };
        }
    }
}
