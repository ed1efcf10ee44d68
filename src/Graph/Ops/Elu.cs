namespace NeuralJit;

/// <summary>x where x &gt; 0, else α (eˣ − 1).</summary>
/// <param name="Alpha">Minus the limit for x → −∞.</param>
public sealed record Elu(double Alpha) : CompositeOp
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs) => new Relu().Infer(inputs);

    /// <inheritdoc/>
    public override Node Expand(ReadOnlySpan<Node> inputs) => Node.Where(inputs[0] > 0, inputs[0], inputs[0].Expm1() * Alpha);

    // dy where x > 0, else α eˣ dy = (y + α) dy. The expansion's own gradient has 0 · ∞ where eˣ overflows.
    /// <inheritdoc/>
    public override Node?[] Gradients(Node y, Node dy, ReadOnlySpan<bool> wanted) => [Node.Where(y.Inputs[0] > 0, dy, dy * (y + Alpha))];
}

/// <summary>The exponential linear unit.</summary>
public static class EluExtensions
{
    extension(Node x)
    {
        /// <summary>x where x &gt; 0, else α (eˣ − 1).</summary>
        public Node Elu(double alpha = 1) => Node.Apply(new Elu(alpha), x);
    }
}
