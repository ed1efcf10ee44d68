namespace NeuralJit;

/// <summary>Repeats along new dimensions and along extents of 1.</summary>
/// <param name="Shape">The new extents.</param>
public sealed record Broadcast(Shape Shape) : ViewOp
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 1);
        return inputs[0].Shape.BroadcastsTo(Shape)
            ? new TensorType(inputs[0].DType, Shape)
            : throw new ShapeException($"broadcast: {inputs[0].Type} does not broadcast to {Shape}");
    }

    // The driver sums the gradient back to the input's shape.
    /// <inheritdoc/>
    public override Node Gradient(Node y, Node dy, int input) => dy;

    /// <inheritdoc/>
    public override Layout Map(Layout input, Shape result)
    {
        Span<long> strides = stackalloc long[result.Rank];
        int shift = result.Rank - input.Shape.Rank;
        for (int i = 0; i < input.Shape.Rank; i++)
        {
            strides[i + shift] = input.Shape[i] == 1 ? 0 : input.Strides[i];
        }
        return new Layout(result, input.Offset, strides);
    }
}

/// <summary>Broadcasting.</summary>
public static class BroadcastExtensions
{
    extension(Node x)
    {
        /// <summary>x repeated to <paramref name="shape"/> by NumPy's rules.</summary>
        public Node BroadcastTo(Shape shape) => x.Shape.Equals(shape) ? x : Node.Apply(new Broadcast(shape), x);
    }
}
