namespace NeuralJit;

/// <summary>
/// (Σ |x|ᵖ)^(1/p) over axes, as torch.linalg.vector_norm: for p = ∞ the greatest |x|, for −∞ the smallest, for 0 the number of elements
/// that are not 0.
/// </summary>
/// <param name="P">p, any number.</param>
/// <param name="Axes">The axes that are reduced.</param>
/// <param name="KeepDims">Whether they stay as extents of 1.</param>
public sealed record Norm(double P, Axes Axes, bool KeepDims = false) : CompositeOp
{
    // Whole exponents up to here are exact in float32, and so is p − 1.
    private const double MostWhole = 1 << 24;

    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        TensorType type = new Mean(Axes, KeepDims).Infer(inputs);
        NumberRules.NormPower(Name, P, type.DType);
        bool isOfNothing = inputs[0].Shape.Count == 0 && type.Shape.Count > 0;
        return !isOfNothing || (P >= 0 && double.IsFinite(P))
            ? type
            : throw new ShapeException(
                FormattableString.Invariant($"{Name}: there is no norm of nothing for p = {P}, got {inputs[0].Type}"));
    }

    /// <inheritdoc/>
    public override Node Expand(ReadOnlySpan<Node> inputs)
    {
        Node x = inputs[0];
        return NumberRules.Rounded(P, x.DType) switch
        {
            double.PositiveInfinity => Node.Apply(new Max(Axes, KeepDims), x.Abs()),
            double.NegativeInfinity => Node.Apply(new Min(Axes, KeepDims), x.Abs()),
            0 => Node.Apply(new Sum(Axes, KeepDims), x.NotEqual(0).Cast(x.DType)),
            1 => Node.Apply(new Sum(Axes, KeepDims), x.Abs()),
            2 => Node.Apply(new Sum(Axes, KeepDims), x.Square()).Sqrt(),
            _ => x.Shape.Count == 0 ? Node.Apply(new Sum(Axes, KeepDims), x) : Scaled(x).Reshape(x.Shape.Reduce(Axes, KeepDims)),
        };
    }

    // ∂‖x‖/∂x = sign(x) (|x| / ‖x‖)ᵖ⁻¹, whose base lies between 0 and 1 (for negative p: above 1). Where the norm is 0 there is a corner;
    // the gradient is 0, as in PyTorch. Elements that are as great as the norm share the gradient of the greatest.
    /// <inheritdoc/>
    public override Node?[] Gradients(Node y, Node dy, ReadOnlySpan<bool> wanted)
    {
        Node x = y.Inputs[0];
        Shape kept = x.Shape.Reduce(Axes, keepDims: true);
        (Node norm, Node d) = (y.Reshape(kept), dy.Reshape(kept));
        if (P == 0)
        {
            // A count has no gradient.
            return [null];
        }
        if (double.IsInfinity(NumberRules.Rounded(P, x.DType)))
        {
            Node chosen = x.Abs().Equal(norm) | x.IsNaN(), count = Node.Apply(new Sum(Axes, KeepDims: true), chosen.Cast(x.DType));
            return [x.Sign() * Node.Where(chosen, d / count, 0)];
        }
        Node corner = norm.Equal(0), safe = Node.Where(corner, 1, norm);
        d = Node.Where(corner, 0, d);
        return [P == 1 ? d * x.Sign() : IsEven(P) ? d * (x / safe).Pow(P - 1) : d * (x.Sign() * Base(x, safe).Pow(P - 1))];
    }

    // At an element that is 0 the slope is infinite below p = 1, and the slope of the slope below p = 2: they count as 0, as in PyTorch.
    private Node Base(Node x, Node norm) => P < 2 ? Node.Where(x.Equal(0), 1, x.Abs() / norm) : x.Abs() / norm;

    // Of x divided by its greatest element (for negative p: its smallest), so that no power is beyond all numbers; what x is divided by
    // does not count for the gradient, because the norm does not depend on it.
    private Node Scaled(Node x)
    {
        Node magnitude = x.Abs();
        Node extreme = Node.Apply(P > 0 ? new Max(Axes, KeepDims: true) : new Min(Axes, KeepDims: true), magnitude).StopGradient();
        Node scale = Node.Where(extreme.Equal(0) | extreme.IsInf(), 1, extreme);
        return Node.Apply(new Sum(Axes, KeepDims: true), (magnitude / scale).Pow(P)).Pow(1 / P) * scale;
    }

    private static bool IsEven(double p) => p > 0 && p <= MostWhole && p % 2 == 0;
}

/// <summary>Lengths of vectors.</summary>
public static class NormExtensions
{
    extension(Node x)
    {
        /// <summary>(Σ |x|ᵖ)^(1/p) of all elements.</summary>
        public Node Norm(double p = 2) => x.Norm(p, axes: []);

        /// <summary>(Σ |x|ᵖ)^(1/p) along one axis.</summary>
        public Node Norm(double p, int axis, bool keepDims = false) => x.Norm(p, [axis], keepDims);

        /// <summary>
        /// (Σ |x|ᵖ)^(1/p) over axes; none means all. The greatest |x| for p = ∞, the number of elements that are not 0 for p = 0.
        /// </summary>
        /// <exception cref="GraphException">p is NaN.</exception>
        public Node Norm(double p, ReadOnlySpan<int> axes, bool keepDims = false) =>
            Node.Apply(new Norm(p, Axes.Of(x.Shape, axes), keepDims), x);
    }
}
