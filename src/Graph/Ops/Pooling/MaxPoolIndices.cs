namespace NeuralJit;

/// <summary>
/// Where max pooling finds its elements: int64 positions within the flattened spatial dimensions, the first of equal elements; −1 for a
/// window of padding alone, whose greatest element is −∞.
/// </summary>
/// <param name="Window">The window.</param>
public sealed record MaxPoolIndices(PoolWindow Window) : PoolPositionsOp
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 1);
        return new TensorType(DType.Int64, Window.OutputShape(Name, inputs[0].Type));
    }

    private protected override (int First, int Count) WindowOf(int dimension, int place, int extent)
    {
        // What lies in the padding is left out.
        int first = (place * Window.Strides[dimension]) - Window.PadsBefore[dimension], step = Window.Dilations[dimension];
        int skipped = first >= 0 ? 0 : (step - 1 - first) / step;
        int begin = first + (skipped * step), fitting = begin < extent ? ((extent - 1 - begin) / step) + 1 : 0;
        return (begin, Math.Clamp(Window.Kernel[dimension] - skipped, 0, fitting));
    }

    private protected override int StepOf(int dimension) => Window.Dilations[dimension];
}
