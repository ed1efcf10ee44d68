using NeuralJit.Kernels;

namespace NeuralJit.Compilation;

/// <summary>
/// Writes convolutions and their gradients in the forms that kernels compute: products of channels where the kernel has one element, else
/// register tiles over planes (<see cref="PlaneLayout"/>). An input gradient is a convolution of the result's gradient with the weight
/// turned around.
/// </summary>
internal static class LowerConvolutions
{
    private const int FewestColumns = 4;
    private const double PartFlops = 2e6;
    private const int MostParts = 16;

    // A plane that a thread lays out for itself stays in its second-level cache.
    private const int MostPlaneBytes = 1 << 18;

    // Of a vector of results: two passes over memory that the other form does not need.
    private const double TranspositionCycles = 40;

    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("lower convolutions", Run)
    {
        Rules = ["windows that do not meet → one element over patches", "conv with one element → product of channels",
            "conv → tiles over planes",
            "input gradient with one element → product of channels", "input gradient → conv", "weight gradient → tiles over planes",
            CopyUnreadable.Rule.Name],
    };

    private static Graph Run(Graph graph, RewriteLog log)
    {
        var prepared = new PreparedNodes(graph);
        Rule[] rules =
        [
            new(Pass.Rules[0], PatchConvolutions.OverPatches),
            new(Pass.Rules[1], node => node.Op is Conv { Window: var window } && IsPointwise(window, node.Inputs[1].Shape)
                ? Pointwise(node, window, prepared)
                : null),
            new(Pass.Rules[2], node =>
                node.Op is Conv { Window: var window } ? OverPlanes(node, window, prepared.Contains(node.Inputs[1])) : null),
            new(Pass.Rules[3], node => node.Op is ConvInputGradient { Window: var window } && IsPointwise(window, node.Inputs[1].Shape)
                ? PointwiseInputGradient(node, window, prepared)
                : null),
            new(Pass.Rules[4], node => node.Op is ConvInputGradient { Window: var window } ? InputGradients.AsConvs(node, window) : null),
            new(Pass.Rules[5], node => node.Op is ConvWeightGradient op
                && (op.WeightShape[0] / op.Window.Groups >= FewestColumns || op.Window.Groups == 1) ? WeightGradient(node, op) : null),
            CopyUnreadable.Rule,
        ];
        return graph.Rewrite(node => HasElements(node) ? log.Apply(rules, node) : node);
    }

    // Convolutions without any element are left to the library.
    private static bool HasElements(Node node) => node.Shape.Count > 0 && node.Inputs.ToArray().All(i => i.Shape.Count > 0);

    private static bool IsPointwise(ConvWindow window, Shape weight) =>
        window.Groups == 1 && weight.Extents[2..].IndexOfAnyExcept(1) < 0 && window.PadsBefore.AllAre(0) && window.PadsAfter.AllAre(0);

    // y[n] = w · x[n], over the elements that the strides pick.
    private static Node Pointwise(Node node, ConvWindow window, PreparedNodes prepared)
    {
        Node x = node.Inputs[0];
        if (!window.Strides.AllAre(1))
        {
            x = Node.Apply(
                new Slice(IntList.Repeat(0, x.Rank), [x.Shape[0], x.Shape[1], .. node.Shape.Extents[2..]], [1, 1, .. window.Strides]), x);
        }
        return ChannelProduct(Matrix(node.Inputs[1]), x, prepared);
    }

    // dx[n] = wᵀ · dy[n], put where the strides pick.
    private static Node PointwiseInputGradient(Node node, ConvWindow window, PreparedNodes prepared)
    {
        Node dy = node.Inputs[0];
        Node dx = ChannelProduct(Matrix(node.Inputs[1]).T, dy, prepared);
        return window.Strides.AllAre(1)
            ? dx
            : Node.Apply(new Interleave(node.Shape, window.Strides, IntList.Repeat(0, window.Rank), IsWhole: false), dx);
    }

    private static Node ChannelProduct(Node w, Node x, PreparedNodes prepared)
    {
        int positions = checked((int)(x.Shape.Count / ((long)x.Shape[0] * x.Shape[1])));
        TileShape tile = ConvTiles.For(w.Shape[0], positions, x.DType, lastIsNarrow: true).Tile;
        bool packed = tile.Rows > 1 && prepared.Contains(w);
        Node matrix = packed ? Node.Apply(new PackColumns(tile.Rows), w.T) : w;
        return Node.Apply(ConvContractions.Pointwise(x, w.Shape[0], positions, tile, packed), matrix, WithDensePlanes(x));
    }

    private static Node Matrix(Node w) => w.Reshape([w.Shape[0], w.Shape[1]]);

    private static Node WithDensePlanes(Node x) =>
        SpatialLines.IsDense(x.Shape, Views.Resolve(x).Layout.Strides) ? x : Node.Apply(new Copy(), x);

    private static Node? OverPlanes(Node node, ConvWindow window, bool prepared)
    {
        Node x = node.Inputs[0], w = node.Inputs[1];
        int groups = window.Groups, outputs = node.Shape[1] / groups;
        if (PlaneLayout.Of(window, x.Shape.Extents[2..], w.Shape.Extents[2..], x.Shape) is not { } layout)
        {
            return null;
        }
        (TileShape tile, double cycles) = ConvTiles.For(outputs, layout.Positions, node.DType, lastIsNarrow: false);
        if (prepared && groups == 1 && ByPositions(node, window, layout, cycles) is { } byPositions)
        {
            return byPositions;
        }
        Node matrix = w.Reshape([groups, outputs, -1]);
        bool packed = prepared && tile.Rows > 1;
        if (packed)
        {
            matrix = Node.Apply(new PackColumns(tile.Rows), matrix.T);
        }
        long[] offsets = [.. layout.TapOffsets().Select(o => o * node.DType.Size)];
        Node positions = Table(layout.PositionTable(TileShape.Lanes(node.DType), tile.Vectors)), taps = Table(offsets);
        bool inside = groups == x.Shape[1] && layout.Plane * node.DType.Size <= MostPlaneBytes;
        long[]? ranges = layout.TapRanges(tile.Columns(node.DType));
        var forms = new OperandForms
        {
            IsLeftPacked = packed,
            IsRightOpen = true,
            Tapped = Operand.Right,
            HasPositions = true,
            PadsRight = inside,
            HasTapRanges = ranges is not null,
        };
        Node[] tables = [taps, positions, .. inside ? new[] { Lines(layout) } : [], .. ranges is null ? [] : new[] { Table(ranges) }];
        return Node.Apply(ConvContractions.OverPlanes(node, layout, groups, tile, forms),
            [matrix, inside ? WithDensePlanes(x) : Planes(x, layout), .. tables]);
    }

    /// <summary>With positions as rows, where that is faster by more than the transposition of its result costs.</summary>
    private static Node? ByPositions(Node node, ConvWindow window, PlaneLayout layout, double cycles)
    {
        Node x = node.Inputs[0], w = node.Inputs[1];
        int outputs = node.Shape[1], positions = layout.Results;
        (TileShape tile, double cyclesByPositions) = ConvTiles.ForPositions(positions, layout.Output[^1], outputs, node.DType);
        double depth = w.Shape.Count / outputs, vectors = (double)positions * outputs / TileShape.Lanes(node.DType);
        if ((cycles - cyclesByPositions) * depth < TranspositionCycles * vectors)
        {
            return null;
        }
        int size = node.DType.Size;
        long[] taps = [.. layout.TapOffsets().Select(o => o * size)];
        long[] runs = [.. Enumerable.Range(0, positions / tile.Rows).Select(r => layout.PositionOf(r * tile.Rows) * size)];
        Node panels = Node.Apply(new PackColumns(tile.Columns(node.DType)), w.Reshape([outputs, -1]).T);
        Node y = Node.Apply(ConvContractions.ByPositions(node, layout, tile), Planes(x, layout), panels, Table(taps), Table(runs));
        return Node.Apply(new Copy(), y.T).Reshape(node.Shape);
    }

    private static Node Planes(Node x, PlaneLayout layout) => Node.Apply(new PadPlanes(layout.Plane), WithDensePlanes(x), Lines(layout));

    private static Node Lines(PlaneLayout layout)
    {
        long[] lines = [.. layout.Lines().OrderBy(l => l.Target).SelectMany(l => new[] { l.Target, l.Source, l.Count, l.Step })];
        return Node.Constant(TensorData.From<long>([lines.Length / PlaneCopy.LineEntries, PlaneCopy.LineEntries], lines));
    }

    private static Node Table(long[] values) => Node.Constant(TensorData.From<long>([values.Length], values));

    private static Node? WeightGradient(Node node, ConvWeightGradient op)
    {
        Node x = node.Inputs[0], dy = node.Inputs[1];
        ConvWindow window = op.Window;
        Shape weight = op.WeightShape;
        int batch = x.Shape[0], groups = window.Groups, outputs = weight[0] / groups, rows = checked((int)(weight.Count / weight[0]));
        if (PlaneLayout.Of(window, x.Shape.Extents[2..], weight.Extents[2..], x.Shape) is not { } layout)
        {
            return null;
        }
        TileShape tile = ConvTiles.ForWeights(rows, window.Strides[^1] == 1 ? weight[-1] : 1, outputs, node.DType);
        int positions = checked((int)(dy.Shape.Count / (batch * (long)weight[0])));
        Node columns = dy.Reshape([batch, groups, outputs, positions]).T;
        int panel = tile.Columns(node.DType);
        if (!PackColumns.Fits(columns.Type, panel))
        {
            return null;
        }
        Node panels = Node.Apply(new PackColumns(panel), columns);
        long[] taps = layout.TapOffsets();
        int inLine = window.Strides[^1] == 1 && tile.Rows % weight[-1] == 0 ? weight[-1] : 1;
        long[] lines = [.. Enumerable.Range(0, rows / inLine).Select(line => line * inLine)
            .Select(row => ((row / taps.Length * layout.Plane) + taps[row % taps.Length]) * node.DType.Size)];
        Contraction product = ConvContractions.WeightGradient(
            op, layout, batch, PartsOf(batch, 2.0 * node.Shape.Count * positions * batch), tile, inLine);
        Node sums = Node.Apply(product, Planes(x, layout), panels, Table(lines));
        return sums.Sum([0]).T.Reshape(weight);
    }

    /// <summary>A divisor of the batch; by its size only, so that the order of summation is too.</summary>
    private static int PartsOf(int batch, double flops)
    {
        int wanted = (int)Math.Clamp(flops / PartFlops, 1, MostParts);
        return Enumerable.Range(1, Math.Min(wanted, batch)).Last(parts => batch % parts == 0);
    }
}
