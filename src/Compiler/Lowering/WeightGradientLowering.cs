namespace NeuralJit.Compilation;

/// <summary>
/// Turns the weight gradient of a convolution over planes into a kernel and its arguments: rows are channels and kernel elements, which lie at fixed
/// offsets in the planes; columns are output channels; the depth is all positions of a part of the batch.
/// </summary>
internal static class WeightGradientLowering
{
    /// <summary>The kernel and its arguments.</summary>
    public static ContractionPlan Plan(Node product, PlaneWeightGradient op, KernelBody body)
    {
        PlaneLayout layout = op.Layout();
        Shape weight = op.Weight;
        int groups = op.Window.Groups, columns = weight[0] / groups, channels = weight[1], samples = op.Batch / op.Parts;
        (Node planes, Layout planesLayout) = Views.Resolve(product.Inputs[0]);
        (Node panels, Layout panelsLayout) = Views.Resolve(product.Inputs[1]);
        body.Accesses[ContractionKernel.Left] = new Access(planes, planes.DType, planesLayout.Offset, []);
        body.Accesses[ContractionKernel.Right] = new Access(panels, panels.DType, panelsLayout.Offset, []);
        long tileColumns = (long)op.Tile.Vectors * TileShape.Lanes(body.Type);
        long channel = layout.Plane, sample = channel * channels * groups;
        ReadOnlySpan<long> packed = panelsLayout.Strides;
        long[][] strides = [[samples * sample, channels * channel, 0], [samples * packed[0], packed[1], 0],
            .. body.Accesses.Skip(2).Select(a => a.Strides[..3])];
        long[] columnStrides = [0, 0, .. body.Accesses.Skip(2).Select(a => a.Strides[3])];
        return new ContractionPlan
        {
            Body = body,
            Kernel = new ContractionKernel(body, op.Tile, 2, ContractionLowering.StepsOf(body, columnStrides, columns == 1))
            {
                WholeTiles = columns >= tileColumns,
                LastVectors = ContractionLowering.LastVectors(columns, op.Tile.Vectors, TileShape.Lanes(body.Type)),
                OpenRight = true,
                DepthRank = 1 + layout.Output.Length,
                RowsInLine = op.RowsInLine,
                RowStep = op.Window.Dilations[^1] * body.Type.Size,
                LastRows = op.Rows % op.Tile.Rows,
            },
            BatchExtents = [op.Parts, groups],
            Rows = op.Rows,
            Columns = columns,
            Depths = DepthsOf(layout, samples, sample, packed[0], tileColumns),
            RightPanel = packed[2],
            Strides = strides,
            ColumnStrides = columnStrides,
            RowLines = product.Inputs[2],
        };
    }

    private static (int Extent, long Left, long Right)[] DepthsOf(PlaneLayout layout, int samples, long leftSample, long rightSample, long position)
    {
        var depths = new List<(int, long, long)>();
        for (int d = layout.Output.Length - 1; d >= 0; d--)
        {
            depths.Add((layout.Output[d], layout.Pitches[d], position));
            position *= layout.Output[d];
        }
        depths.Add((samples, leftSample, rightSample));
        depths.Reverse();
        return [.. depths];
    }
}
