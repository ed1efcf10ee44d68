namespace NeuralJit.Compilation;

/// <summary>
/// A convolution whose input lies in planes: inputs are the planes, the weight, the byte offsets of the kernel's elements and the table of
/// positions. The weight is a matrix (groups, outputs / groups, channels / groups · kernel elements), or that packed into blocks of rows.
/// </summary>
/// <param name="Window">Stride, padding, dilation, groups.</param>
/// <param name="Input">Spatial extents of the input.</param>
/// <param name="Kernel">Extents of the kernel.</param>
/// <param name="Result">Shape of the result.</param>
/// <param name="Channels">Channels of the input.</param>
/// <param name="Tile">The register tile.</param>
/// <param name="IsPacked">Whether the weight is packed into blocks of as many rows as the tile has.</param>
/// <param name="PadsInside">
/// Whether the kernel itself lays the channels out as planes, one at a time (each is read by its own group only): input 0 is then the input of the convolution,
/// dense along its spatial dimensions, and input 4 the table of lines.
/// </param>
/// <param name="SkipsTaps">Whether the last input says, for each tile of positions, which elements of the kernel meet anything but padding.</param>
internal sealed record PlaneConv(ConvWindow Window, IntList Input, IntList Kernel, Shape Result, int Channels, TileShape Tile, bool IsPacked, bool PadsInside, bool SkipsTaps) : CompilerOp
{
    /// <summary>The layout of the planes.</summary>
    public PlaneLayout Layout() => new(Window, Input.Span, Kernel.Span);

    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 4 + (PadsInside ? 1 : 0) + (SkipsTaps ? 1 : 0));
        return new TensorType(inputs[0].DType, Result);
    }

    /// <inheritdoc/>
    public override long Flops(Node y) => 2 * y.Shape.Count * (Channels / Window.Groups) * Kernel.Aggregate(1L, (p, e) => p * e);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) =>
        ReferenceProducts.PlaneConv(this, inputs, y);
}
