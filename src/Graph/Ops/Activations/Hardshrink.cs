namespace NeuralJit;

// The layer of the same name in NeuralJit.NN is what users write; a public op would make it ambiguous.
/// <summary>0 where |x| ≤ λ, else x.</summary>
/// <param name="Lambda">λ.</param>
internal sealed record Hardshrink(double Lambda) : ActivationOp
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        TensorType type = base.Infer(inputs);
        NumberRules.Number(Name, "lambda", Lambda);
        return type;
    }

    /// <inheritdoc/>
    protected override Node Value(Node x) => Node.Where(x.Abs() <= Lambda, 0, x);

    // 0 where |x| ≤ λ, else dy
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy) => Node.Where(x.Abs() <= Lambda, 0, dy);
}

/// <summary>Thresholding around 0.</summary>
public static class HardshrinkExtensions
{
    extension(Node x)
    {
        /// <summary>0 where |x| ≤ λ, else x.</summary>
        public Node Hardshrink(double lambda = 0.5) => Node.Apply(new Hardshrink(lambda), x);
    }
}
