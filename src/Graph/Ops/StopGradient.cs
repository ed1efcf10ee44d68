namespace NeuralJit;

/// <summary>The value itself, as a constant to differentiation.</summary>
public sealed record StopGradient : ViewOp
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 1);
        return inputs[0].Type;
    }

    // By definition there is none.
    /// <inheritdoc/>
    public override Node? Gradient(Node y, Node dy, int input) => null;

    /// <inheritdoc/>
    public override Layout Map(Layout input, Shape result) => input;
}

/// <summary>Stopping differentiation.</summary>
public static class StopGradientExtensions
{
    extension(Node x)
    {
        /// <summary>x, through which no gradient flows (PyTorch: detach).</summary>
        public Node StopGradient() => Node.Apply(new StopGradient(), x);
    }
}
