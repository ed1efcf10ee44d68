namespace NeuralJit.Compilation;

/// <summary>
/// A convolution (one group) whose input lies in planes, computed with positions as rows: inputs are the planes, the weight packed by output channels
/// (panels, channels · kernel elements, panel), the byte offsets of the kernel's elements and those of the runs of positions. The result is
/// (batch, positions, outputs). It wastes nothing where a line of results fills no vectors.
/// </summary>
/// <param name="Window">Stride, padding, dilation.</param>
/// <param name="Input">Spatial extents of the input.</param>
/// <param name="Kernel">Extents of the kernel.</param>
/// <param name="Batch">Samples.</param>
/// <param name="Channels">Channels of the input.</param>
/// <param name="Outputs">Output channels.</param>
/// <param name="Tile">The register tile; its rows are one run of neighbouring positions.</param>
internal sealed record PositionConv(ConvWindow Window, IntList Input, IntList Kernel, int Batch, int Channels, int Outputs, TileShape Tile) : CompilerOp
{
    /// <summary>The layout of the planes.</summary>
    public PlaneLayout Layout() => new(Window, Input.Span, Kernel.Span);

    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 4);
        return new TensorType(inputs[0].DType, [Batch, Layout().Output.Aggregate(1, (p, e) => p * e), Outputs]);
    }

    /// <inheritdoc/>
    public override long Flops(Node y) => 2 * y.Shape.Count * Channels * Kernel.Aggregate(1L, (p, e) => p * e);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) =>
        ReferenceProducts.PositionConv(this, inputs, y);
}
