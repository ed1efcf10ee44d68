namespace NeuralJit;

/// <summary>
/// Random numbers: a pure function of seed and step (the input, u64[2]) and of the stream, which each place of the model has for
/// itself. So two equal nodes are two, and every mode draws the same numbers.
/// </summary>
/// <param name="Type">Element type (f32 or f64) and shape.</param>
/// <param name="Stream">The number of the stream.</param>
public abstract record RandomOp(TensorType Type, int Stream) : Op
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 1);
        if (inputs[0].DType != DType.UInt64 || inputs[0].Shape.Count != 2)
        {
            throw new ShapeException($"{Name}: expected the random state u64[2], got {inputs[0].Type}");
        }
        return Type.DType.IsComputeFloat ? Type : throw new ShapeException($"{Name}: draws f32 or f64, got {Type}; cast the result");
    }

    // Seed and step are integers.
    /// <inheritdoc/>
    public override Node? Gradient(Node y, Node dy, int input) => null;

    /// <inheritdoc/>
    public override unsafe void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y)
    {
        // The state may be a view: its two elements lie along the only axis of extent 2.
        TensorView state = inputs[0];
        long stride = state.Strides[state.Extents.IndexOf(2)];
        ulong seed = state.Pointer<ulong>()[0], step = state.Pointer<ulong>()[stride];
        if (y.DType == DType.Float32)
        {
            Draw<float>(seed, step, y);
        }
        else
        {
            Draw<double>(seed, step, y);
        }
    }

    /// <summary>Draws all elements.</summary>
    private protected abstract void Draw<T>(ulong seed, ulong step, TensorView y) where T : unmanaged;
}
