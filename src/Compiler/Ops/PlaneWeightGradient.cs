namespace NeuralJit.Compilation;

/// <summary>
/// The weight gradient of a convolution whose input lies in planes: inputs are the planes, the gradient of the result packed by positions
/// (batch, panels, positions, panel), and the byte offsets of the weight's rows. The result is (parts, groups, channels / groups · kernel elements,
/// outputs / groups): a sum over the samples for each part of the batch.
/// </summary>
/// <param name="Window">Stride, padding, dilation, groups.</param>
/// <param name="Input">Spatial extents of the input.</param>
/// <param name="Weight">Shape of the weight.</param>
/// <param name="Batch">Samples.</param>
/// <param name="Parts">Into how many parts the batch is divided.</param>
/// <param name="Tile">The register tile.</param>
internal sealed record PlaneWeightGradient(ConvWindow Window, IntList Input, Shape Weight, int Batch, int Parts, TileShape Tile) : CompilerOp
{
    /// <summary>The layout of the planes.</summary>
    public PlaneLayout Layout() => new(Window, Input.Span, Weight.Extents[2..]);

    /// <summary>Rows of the result: one per channel of a group and element of the kernel.</summary>
    internal int Rows => checked((int)(Weight.Count / Weight[0]));

    /// <summary>How many neighbouring rows lie in one line of a plane.</summary>
    internal int RowsInLine => Window.Strides[^1] == 1 && Tile.Rows % Weight[-1] == 0 ? Weight[-1] : 1;

    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 3);
        return new TensorType(inputs[0].DType, [Parts, Window.Groups, Rows, Weight[0] / Window.Groups]);
    }

    /// <inheritdoc/>
    public override long Flops(Node y) => 2 * Batch * Window.OutputExtents(Name, Input.Span, Weight.Extents[2..]).Aggregate(1L, (p, e) => p * e) * Weight.Count;

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) =>
        ReferenceProducts.PlaneWeightGradient(this, inputs, y);
}
