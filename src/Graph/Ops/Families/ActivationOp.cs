namespace NeuralJit;

/// <summary>
/// An element-wise function of floating-point numbers that is defined by other ops and has a gradient of its own, because at kinks and
/// where something overflows the derived one is not PyTorch's.
/// </summary>
public abstract record ActivationOp : CompositeOp
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 1);
        return inputs[0].DType.IsComputeFloat
            ? inputs[0].Type
            : throw new ShapeException($"{Name}: expected f32 or f64, got {inputs[0].Type}; cast it first");
    }

    /// <inheritdoc/>
    public sealed override Node Expand(ReadOnlySpan<Node> inputs) => Value(inputs[0]);

    /// <inheritdoc/>
    public sealed override Node?[] Gradients(Node y, Node dy, ReadOnlySpan<bool> wanted) => [Gradient(y.Inputs[0], y, dy)];

    /// <summary>f(x) by simpler ops.</summary>
    protected abstract Node Value(Node x);

    /// <summary>dx, given x, y = f(x) and dy.</summary>
    protected abstract Node Gradient(Node x, Node y, Node dy);
}
