namespace NeuralJit.Compilation;

/// <summary>
/// Convolutions and their weight gradients as contractions: which loops there are, and how they move through the operands. All planes
/// together are one tensor (<see cref="PlaneLayout.Of"/>), so that every step fits 32 bits.
/// </summary>
internal static class ConvContractions
{
    /// <summary>
    /// A product of channels, y[n,o,p] = Σ over c of w[o,c] · x[n,c,p]: operands are w, a matrix or that packed into blocks of rows, and x,
    /// dense along its spatial dimensions. It is a convolution whose kernel has one element.
    /// </summary>
    public static Contraction Pointwise(Node x, int outputs, int positions, TileShape tile, bool packed)
    {
        int channels = x.Shape[1];
        Shape result = x.Shape.With(1, outputs);
        return new Contraction(
            result, [x.Shape[0]], outputs, positions, [channels],
            Left: packed ? new Walk([0, 2, 1], [0, channels, 1]) : new Walk([0, 0, 1], [0, 1, 1]),
            Right: new Walk([0, Walk.Memory, 1], [1, tile.Columns(x.DType), 1]),
            Results: new Walk([0, 1, PositionAxis(result)], [1, 1, 1]),
            tile, new OperandForms { IsLeftPacked = packed })
        {
            Form = Contraction.PointwiseConv,
        };
    }

    /// <summary>
    /// A convolution with output channels as rows and positions as columns: operands are the weight (groups, outputs / groups, channels /
    /// groups · kernel elements), or that packed into blocks of rows, and the input in planes, or, where the kernel pads, as it is.
    /// </summary>
    public static Contraction OverPlanes(Node conv, PlaneLayout layout, int groups, TileShape tile, OperandForms forms)
    {
        Shape x = conv.Inputs[0].Shape;
        int taps = layout.Taps, outputs = conv.Shape[1] / groups, channels = x[1] / groups, plane = checked((int)layout.Plane),
            panel = tile.Columns(conv.DType);
        const int M = Walk.Memory;
        return new Contraction(
            conv.Shape, [x[0], groups], outputs, checked((int)layout.Positions), [channels, taps],
            Left: forms.IsLeftPacked
                ? new Walk([0, 0, 3, 2, 2], [0, 1, channels * taps, taps, 1])
                : new Walk([0, 0, 1, 2, 2], [0, 1, 1, taps, 1]),
            Right: forms.PadsRight ? new Walk([0, 1, M, M, M], [1, 1, panel, plane, 0])
                : new Walk([M, M, M, M, M], [checked(x[1] * plane), checked(channels * plane), panel, plane, 0]),
            Results: new Walk([0, 1, 1, PositionAxis(conv.Shape)], [1, outputs, 1, 1]),
            tile, forms)
        {
            Form = Contraction.PlaneConv,
        };
    }

    /// <summary>
    /// A convolution (one group) with positions as rows, in runs of neighbours, and output channels as columns: operands are the input in
    /// planes and the weight packed by output channels (panels, channels · kernel elements, panel). The result is (batch, positions,
    /// outputs). It wastes nothing where a line of results fills no vectors.
    /// </summary>
    public static Contraction ByPositions(Node conv, PlaneLayout layout, TileShape tile)
    {
        Shape x = conv.Inputs[0].Shape;
        int taps = layout.Taps, plane = checked((int)layout.Plane), positions = layout.Results;
        return new Contraction(
            [x[0], positions, conv.Shape[1]], [x[0]], positions, conv.Shape[1], [x[1], taps],
            Left: new Walk(IntList.Repeat(Walk.Memory, 4), [checked(x[1] * plane), 0, plane, 0]),
            Right: new Walk([0, 0, 1, 1], [0, 1, taps, 1]),
            Results: new Walk([0, 1, 2], [1, 1, 1]),
            tile, new OperandForms { IsRightOpen = true, Tapped = Operand.Left, RowsInLine = tile.Rows, RowStep = 1 })
        {
            Form = Contraction.PositionConv,
        };
    }

    /// <summary>
    /// The gradient of a weight: rows are channels and kernel elements, which lie at fixed offsets in the planes, columns output channels,
    /// the depth all positions of a part of the batch. Operands are the input in planes and the gradient of the result packed by positions
    /// (batch, groups, panels, positions, panel). The result is (parts, groups, channels / groups · kernel elements, outputs / groups): a
    /// sum over the samples for each part of the batch.
    /// </summary>
    public static Contraction WeightGradient(
        ConvWeightGradient op, PlaneLayout layout, int batch, int parts, TileShape tile, int rowsInLine)
    {
        Shape weight = op.WeightShape;
        int rank = layout.Output.Length, groups = op.Window.Groups, channels = weight[1], samples = batch / parts,
            plane = checked((int)layout.Plane);
        int rows = checked((int)(weight.Count / weight[0])), outputs = weight[0] / groups, sample = checked(channels * groups * plane);
        ReadOnlySpan<long> positions = Shape.Create(layout.Output).Strides;
        return new Contraction(
            [parts, groups, rows, outputs], [parts, groups], rows, outputs, [samples, .. layout.Output],
            Left: new Walk(
                IntList.Repeat(Walk.Memory, 4 + rank),
                [checked(samples * sample), checked(channels * plane), 0, sample, .. layout.Pitches]),
            Right: new Walk([0, 1, 2, 0, .. IntList.Repeat(3, rank)], [samples, 1, 1, 1, .. positions.ToArray().Select(p => (int)p)]),
            Results: new Walk([0, 1, 2, 3], [1, 1, 1, 1]),
            tile, new OperandForms { IsRightOpen = true, RowsInLine = rowsInLine, RowStep = op.Window.Dilations[^1] })
        {
            Form = Contraction.PlaneWeightGradient,
        };
    }

    /// <summary>The axis along which one position follows another: the last one that has several.</summary>
    private static int PositionAxis(Shape result)
    {
        for (int axis = result.Rank - 1; axis >= 2; axis--)
        {
            if (result[axis] > 1)
            {
                return axis;
            }
        }
        return Walk.Memory;
    }
}
