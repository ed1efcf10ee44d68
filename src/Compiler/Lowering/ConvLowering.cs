namespace NeuralJit.Compilation;

/// <summary>Turns a convolution over planes and what is done to its result into a kernel and its arguments.</summary>
internal static class ConvLowering
{
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
        long[] right = op.PadsInside ? [planesLayout.Strides[0], planesLayout.Strides[1], 0] : [op.Channels * layout.Plane, channels * layout.Plane, 0];
        long[][] strides = [[0, weightLayout.Strides[0], row], right,
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
                TapsOf = ContractionKernel.Right,
                HasPositions = true,
                LastRows = outputs % tile.Rows,
                PadsRight = op.PadsInside,
                HasTapRanges = op.SkipsTaps,
            },
            BatchExtents = [result[0], groups],
            Rows = outputs,
            Columns = (layout.Positions + tileColumns - 1) / tileColumns * tileColumns,
            Depths = [(channels, taps * step, layout.Plane), (taps, step, 0)],
            RightPanel = tileColumns,
            Strides = strides,
            ColumnStrides = columnStrides,
            Taps = product.Inputs[2],
            Positions = product.Inputs[3],
            TapRanges = op.SkipsTaps ? product.Inputs[^1] : null,
            Plane = op.PadsInside ? (product.Inputs[4], layout.Plane) : (null, 0),
        };
    }

    /// <summary>The kernel and its arguments for a product of channels.</summary>
    public static ContractionPlan Plan(Node product, PointwiseConv op, KernelBody body)
    {
        (Node x, Layout xLayout) = Views.Resolve(product.Inputs[0]);
        (Node weight, Layout weightLayout) = Views.Resolve(product.Inputs[1]);
        body.Accesses[ContractionKernel.Left] = new Access(weight, weight.DType, weightLayout.Offset, []);
        body.Accesses[ContractionKernel.Right] = new Access(x, x.DType, xLayout.Offset, []);
        Shape result = product.Shape;
        int depth = product.Inputs[0].Shape[1], lanes = TileShape.Lanes(body.Type);
        int columns = checked((int)(result.Count / ((long)result[0] * result[1])));
        (long row, long step) = op.IsPacked ? (depth, op.Tile.Rows) : (weightLayout.Strides[0], weightLayout.Strides[1]);
        long[] columnStrides = [0, 0, .. body.Accesses.Skip(2).Select(a => ColumnStride(result, a.Strides))];
        return new ContractionPlan
        {
            Body = body,
            Kernel = new ContractionKernel(body, op.Tile, 1, ContractionLowering.StepsOf(body, columnStrides, columns == 1))
            {
                WholeTiles = columns >= op.Tile.Vectors * lanes,
                LastVectors = ContractionLowering.LastVectors(columns, op.Tile.Vectors, lanes),
                PackedLeft = op.IsPacked,
                LastRows = op.Outputs % op.Tile.Rows,
            },
            BatchExtents = [result[0]],
            Rows = op.Outputs,
            Columns = columns,
            Depths = [(depth, step, xLayout.Strides[1])],
            RightPanel = (long)op.Tile.Vectors * lanes,
            Strides = [[0, row], [xLayout.Strides[0], 0], .. body.Accesses.Skip(2).Select(a => (long[])[a.Strides[0], a.Strides[1]])],
            ColumnStrides = columnStrides,
        };
    }

    /// <summary>The kernel and its arguments for a convolution with positions as rows.</summary>
    public static ContractionPlan Plan(Node product, PositionConv op, KernelBody body)
    {
        PlaneLayout layout = op.Layout();
        int taps = op.Kernel.Aggregate(1, (p, e) => p * e), lanes = TileShape.Lanes(body.Type), positions = product.Shape[1];
        (Node planes, Layout planesLayout) = Views.Resolve(product.Inputs[0]);
        (Node weight, Layout weightLayout) = Views.Resolve(product.Inputs[1]);
        body.Accesses[ContractionKernel.Left] = new Access(planes, planes.DType, planesLayout.Offset, []);
        body.Accesses[ContractionKernel.Right] = new Access(weight, weight.DType, weightLayout.Offset, []);
        long[] columnStrides = [0, 0, .. body.Accesses.Skip(2).Select(a => a.Strides[2])];
        long tileColumns = (long)op.Tile.Vectors * lanes;
        return new ContractionPlan
        {
            Body = body,
            Kernel = new ContractionKernel(body, op.Tile, 1, ContractionLowering.StepsOf(body, columnStrides, op.Outputs == 1))
            {
                WholeTiles = op.Outputs >= tileColumns,
                LastVectors = ContractionLowering.LastVectors(op.Outputs, op.Tile.Vectors, lanes),
                OpenRight = true,
                DepthRank = 2,
                TapsOf = ContractionKernel.Left,
                RowsInLine = op.Tile.Rows,
                RowStep = body.Type.Size,
                LastRows = 0,
            },
            BatchExtents = [op.Batch],
            Rows = positions,
            Columns = op.Outputs,
            Depths = [(op.Channels, layout.Plane, taps * tileColumns), (taps, 0, tileColumns)],
            RightPanel = weightLayout.Strides[0],
            Strides = [[op.Channels * layout.Plane, 0], [0, 0], .. body.Accesses.Skip(2).Select(a => a.Strides[..2])],
            ColumnStrides = columnStrides,
            Taps = product.Inputs[2],
            RowLines = product.Inputs[3],
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
