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

/// <summary>The rectifier with a slope below zero.</summary>
public static class LeakyReluExtensions
{
    extension(Node x)
    {
        /// <summary>x where x &gt; 0, else slope · x.</summary>
        public Node LeakyRelu(double slope = 0.01) => Node.Apply(new LeakyRelu(slope), x);
    }
}
