namespace NeuralJit.Compilation;

/// <summary>Turns a convolution over planes and what is done to its result into a kernel and its arguments.</summary>
internal static class ConvLowering
{
    /// <summary>
    /// Whether an access of a convolution's epilogue walks the spatial dimensions in a way that lines of results can: it stands still, or all of
    /// them are one dense run.
    /// </summary>
    public static bool IsRegular(Shape result, ReadOnlySpan<long> strides)
    {
        bool still = true, dense = true;
        long expected = 1;
        for (int d = result.Rank - 1; d >= 2; d--)
        {
            still &= result[d] == 1 || strides[d] == 0;
            dense &= result[d] == 1 || strides[d] == expected;
            expected *= result[d];
        }
        return still || dense;
    }

    /// <summary>The kernel and its arguments.</summary>
    public static ContractionPlan Plan(Node product, PlaneConv op, KernelBody body)
    {
        PlaneLayout layout = op.Layout();
        Shape result = op.Result;
        int groups = op.Window.Groups, outputs = result[1] / groups, channels = op.Channels / groups;
        int taps = op.Kernel.Aggregate(1, (p, e) => p * e), depth = channels * taps;
        (Node planes, Layout planesLayout) = Views.Resolve(product.Inputs[0]);
        (Node weight, Layout weightLayout) = Views.Resolve(product.Inputs[1]);
        body.Accesses[ContractionKernel.Left] = new Access(weight, weight.DType, weightLayout.Offset, []);
        body.Accesses[ContractionKernel.Right] = new Access(planes, planes.DType, planesLayout.Offset, []);
        TileShape tile = op.Tile;
        (long row, long step) = op.IsPacked ? (depth, tile.Rows) : (weightLayout.Strides[1], weightLayout.Strides[2]);
        long[][] strides = [[0, weightLayout.Strides[0], row], [op.Channels * layout.Plane, channels * layout.Plane, 0],
            .. body.Accesses.Skip(2).Select(a => (long[])[a.Strides[0], outputs * a.Strides[1], a.Strides[1]])];
        long[] columnStrides = [0, 0, .. body.Accesses.Skip(2).Select(a => ColumnStride(result, a.Strides))];
        long tileColumns = (long)tile.Vectors * TileShape.Lanes(body.Type);
        return new ContractionPlan
        {
            Body = body,
            Kernel = new ContractionKernel(body, tile, 2, ContractionLowering.StepsOf(body, columnStrides, oneColumn: false))
            {
                WholeTiles = true,
                OpenRight = true,
                PackedLeft = op.IsPacked,
                DepthRank = 2,
                HasTaps = true,
                HasPositions = true,
                LastRows = outputs % tile.Rows,
            },
            BatchExtents = [result[0], groups],
            Rows = outputs,
            Columns = (layout.Positions + tileColumns - 1) / tileColumns * tileColumns,
            Depths = [(channels, taps * step, layout.Plane), (taps, step, 0)],
            RightPanel = tileColumns,
            Strides = strides,
            ColumnStrides = columnStrides,
            Table = product.Inputs[2],
            Positions = product.Inputs[3],
        };
    }

    private static long ColumnStride(Shape result, long[] strides)
    {
        for (int d = result.Rank - 1; d >= 2; d--)
        {
            if (result[d] > 1)
            {
                return strides[d];
            }
        }
        return 1;
    }
}
