namespace NeuralJit;

// The layer of the same name in NeuralJit.NN is what users write; a public op would make it ambiguous.
/// <summary>x moved towards 0 by λ, and 0 where it would pass it.</summary>
/// <param name="Lambda">λ, at least 0.</param>
internal sealed record Softshrink(double Lambda) : ActivationOp
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        TensorType type = base.Infer(inputs);
        NumberRules.Within(Name, "lambda", Lambda, 0, double.PositiveInfinity);
        return type;
    }

    /// <inheritdoc/>
    protected override Node Value(Node x) => Node.Where(x > Lambda, x - Lambda, Node.Where(x < -Lambda, x + Lambda, x * 0));

    // 0 where |x| ≤ λ, else dy
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy) => Node.Where(x.Abs() <= Lambda, 0, dy);
}

/// <summary>Shrinking towards 0.</summary>
public static class SoftshrinkExtensions
{
    extension(Node x)
    {
        /// <summary>x − λ above λ, x + λ below −λ, else 0.</summary>
        public Node Softshrink(double lambda = 0.5) => Node.Apply(new Softshrink(lambda), x);
    }
}
