namespace NeuralJit.Compilation;

/// <summary>
/// A product of channels: y[n,o,p] = Σ over c of w[o,c] · x[n,c,p] for inputs x (batch, channels, spatial…), dense along its spatial dimensions, and w, a matrix
/// (outputs, channels) or that packed into blocks of rows. It is a convolution whose kernel has one element.
/// </summary>
/// <param name="Outputs">Output channels.</param>
/// <param name="Tile">The register tile.</param>
/// <param name="IsPacked">Whether the weight is packed into blocks of as many rows as the tile has.</param>
internal sealed record PointwiseConv(int Outputs, TileShape Tile, bool IsPacked) : CompilerOp
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 2);
        return new TensorType(inputs[0].DType, inputs[0].Shape.With(1, Outputs));
    }

    /// <inheritdoc/>
    public override long Flops(Node y) => 2 * y.Shape.Count * y.Inputs[0].Shape[1];

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) =>
        ReferenceProducts.PointwiseConv(this, inputs, y);
}
