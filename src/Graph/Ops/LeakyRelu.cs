namespace NeuralJit;

/// <summary>x where x &gt; 0, else slope · x.</summary>
/// <param name="Slope">The slope for negative x.</param>
public sealed record LeakyRelu(double Slope) : CompositeOp
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs) => new Relu().Infer(inputs);

    /// <inheritdoc/>
    public override Node Expand(ReadOnlySpan<Node> inputs) => Node.Where(inputs[0] > 0, inputs[0], inputs[0] * Slope);

    // dy where x > 0, else slope · dy
    /// <inheritdoc/>
    public override Node?[] Gradients(Node y, Node dy, ReadOnlySpan<bool> wanted) => [Node.Where(y.Inputs[0] > 0, dy, dy * Slope)];
}

/// <summary>The leaky rectified linear unit.</summary>
public static class LeakyReluExtensions
{
    extension(Node x)
    {
        /// <summary>x where x &gt; 0, else slope · x.</summary>
        public Node LeakyRelu(double slope = 0.01) => Node.Apply(new LeakyRelu(slope), x);
    }
}
