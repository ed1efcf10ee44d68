namespace NeuralJit.Compilation.Tests;

/// <summary>
/// A contraction drawn from a seed: loops, walks (strides, repeated and merged axes), tables of taps, lines and positions, packed operands,
/// tiles; with operands that fit it, and its result straight from the definition in float64.
/// </summary>
internal sealed class RandomContraction
{
    private readonly Random random;
    private readonly DType dtype;
    private readonly int[] outer;
    private readonly int[] depth;
    private readonly int rows;
    private readonly int tileColumns;
    private readonly int[] columns;
    private readonly TileShape tile;
    private readonly OperandForms forms;
    private readonly int[] taps;
    private readonly int[] lines;
    private readonly int[] left;
    private readonly int[] right;
    private readonly int columnCount;

    public RandomContraction(int seed)
    {
        random = new Random(seed);
        dtype = random.Next(4) == 0 ? DType.Float64 : DType.Float32;
        outer = Extents(random.Next(3), 4);
        depth = Extents(1 + random.Next(3), 6);
        int vectors = 1 + random.Next(3), lanes = TileShape.Lanes(dtype);
        tileColumns = vectors * lanes;
        columnCount = 1 + random.Next(3 * tileColumns);
        int kind = random.Next(4);
        int height = kind == 0 ? 0 : 1 + random.Next(kind == 2 ? 3 : 8), inLine = kind == 2 ? 1 + random.Next(3) : 0;
        tile = new TileShape(inLine > 0 ? inLine * height : height, vectors);
        rows = 1 + random.Next(20);
        rows = inLine > 0 ? (rows + inLine - 1) / inLine * inLine : rows;
        bool positions = kind > 0 && random.Next(2) == 0;
        forms = new OperandForms
        {
            IsLeftPacked = kind == 1,
            IsRightOpen = positions || random.Next(2) == 0,
            RowsInLine = inLine,
            RowStep = inLine > 0 ? 1 + random.Next(2) : 0,
            Tapped = random.Next(3) switch { 0 => Operand.None, 1 when kind != 1 => Operand.Left, _ => Operand.Right },
            HasPositions = positions,
        };
        columns = [.. Enumerable.Range(0, columnCount).Where(_ => !positions || random.Next(3) > 0)];
        columns = columns.Length == 0 ? [columnCount - 1] : columns;
        taps = forms.Tapped == Operand.None ? [] : [.. Enumerable.Range(0, depth[^1]).Select(_ => random.Next(40))];
        lines = inLine > 0 ? [.. Enumerable.Range(0, rows / inLine).Select(_ => random.Next(60))] : [];
        left = LeftMoves();
        right = RightMoves();
    }

    public override string ToString() =>
        $"{dtype} {string.Join('×', outer)} | {rows}×{string.Join('·', depth)}×{columnCount} tile {tile.Rows}×{tile.Vectors} {forms}";

    /// <summary>The contraction; its outer loops are axes of the result, or its last one and the rows are one axis.</summary>
    public Contraction Op()
    {
        bool divided = outer.Length > 0 && random.Next(2) == 0;
        int[] before = divided ? outer[..^1] : outer;
        Shape result = divided ? [.. before, outer[^1] * rows, columns.Length] : [.. before, rows, columns.Length];
        // One result after the other, also where there is one only.
        int columnAxis = forms.HasPositions && columns.Length == 1 ? Walk.Memory : result.Rank - 1;
        Walk results = divided
            ? new Walk([.. Enumerable.Range(0, before.Length), before.Length, before.Length, columnAxis],
                [.. IntList.Repeat(1, before.Length), rows, 1, 1])
            : new Walk([.. Enumerable.Range(0, result.Rank - 1), columnAxis], IntList.Repeat(1, result.Rank));
        return new Contraction(
            result, [.. outer], rows, columnCount, [.. depth], new Walk(IntList.Repeat(Walk.Memory, left.Length), [.. left]),
            new Walk(IntList.Repeat(Walk.Memory, right.Length), [.. right]), results, tile, forms)
        {
            Form = Contraction.PlaneConv,
        };
    }

    /// <summary>The operands: as much memory as the walks reach, and no more unless the right operand is open.</summary>
    public TensorData[] Operands()
    {
        long mostLeft = Math.Max(
            0, Reach(outer, left[..outer.Length]) + Enumerable.Range(0, rows).Max(RowOffset) + Depths(Operand.Left).Max());
        long mostRight = Reach(outer, right[..outer.Length]) + Enumerable.Range(0, columnCount).Max(ColumnOffset)
            + Depths(Operand.Right).Max();
        return [Values((int)mostLeft + 1), Values((int)mostRight + 1 + (forms.IsRightOpen ? 2 * tileColumns : 0))];
    }

    /// <summary>The tables, in the order of the contraction's inputs.</summary>
    public long[][] Tables()
    {
        int size = dtype.Size, lanes = TileShape.Lanes(dtype);
        var tables = new List<long[]>();
        if (taps.Length > 0)
        {
            tables.Add([.. taps.Select(t => (long)t * size)]);
        }
        if (lines.Length > 0)
        {
            tables.Add([.. lines.Select(l => (long)l * size)]);
        }
        if (forms.HasPositions)
        {
            int entries = (columnCount + tileColumns - 1) / tileColumns * tile.Vectors;
            tables.Add([.. Enumerable.Range(0, entries).SelectMany(e => new[]
            {
                columns.Where(c => c / lanes == e).Aggregate(0L, (mask, c) => mask | (1L << (c % lanes))),
                    columns.Count(c => c < e * lanes),
            })]);
        }
        return [.. tables];
    }

    /// <summary>The result, straight from the definition.</summary>
    public double[] Direct(double[] a, double[] b)
    {
        long[] leftOuter = Offsets(outer, left), rightOuter = Offsets(outer, right), leftDepth = Depths(Operand.Left),
            rightDepth = Depths(Operand.Right);
        return [.. Enumerable.Range(0, leftOuter.Length).SelectMany(o => Enumerable.Range(0, rows).SelectMany(r => columns.Select(c =>
            Enumerable.Range(0, leftDepth.Length)
                .Sum(d => a[leftOuter[o] + RowOffset(r) + leftDepth[d]] * b[rightOuter[o] + ColumnOffset(c) + rightDepth[d]]))))];
    }

    private int[] Extents(int count, int most) => [.. Enumerable.Range(0, count).Select(_ => 1 + random.Next(most))];

    private TensorData Values(int count)
    {
        float[] values = [.. Enumerable.Range(0, count).Select(_ => random.Next(-8, 9) / 8f)];
        return dtype == DType.Float32
            ? TensorData.From([count], values)
            : TensorData.From([count], Array.ConvertAll(values, v => (double)v));
    }

    private int[] LeftMoves()
    {
        if (!forms.IsLeftPacked)
        {
            // Each loop at a stride of its own, some still, in any order in memory.
            int[] moves = Nested([.. outer, lines.Length > 0 ? 1 : rows, .. depth]);
            // What a table says, strides do not.
            moves[outer.Length] = lines.Length > 0 ? 0 : moves[outer.Length];
            moves[^1] = forms.Tapped == Operand.Left ? 0 : moves[^1];
            return moves;
        }
        int all = depth.Aggregate(1, (p, e) => p * e), blocks = (rows + tile.Rows - 1) / tile.Rows;
        int[] inner = Dense(depth, tile.Rows);
        return [.. Dense(outer, blocks * all * tile.Rows), all, .. inner];
    }

    private int[] RightMoves()
    {
        bool panels = random.Next(2) == 0;
        int all = depth.Aggregate(1, (p, e) => p * e), tiles = (columnCount + tileColumns - 1) / tileColumns;
        int[] inner = Dense(depth, panels ? tileColumns : columnCount + random.Next(3));
        if (forms.Tapped == Operand.Right)
        {
            inner[^1] = 0;
        }
        int[] outside = random.Next(3) == 0 ? new int[outer.Length] : Dense(outer, all * tiles * tileColumns * 2);
        return [.. outside, panels ? all * tileColumns : tileColumns, .. inner];
    }

    private static int[] Dense(int[] extents, int innermost)
    {
        int[] moves = new int[extents.Length];
        for (int i = extents.Length - 1; i >= 0; i--)
        {
            (moves[i], innermost) = (innermost, innermost * extents[i]);
        }
        return moves;
    }

    private int[] Nested(int[] extents)
    {
        int[] moves = new int[extents.Length], order = [.. Enumerable.Range(0, extents.Length)];
        int innermost = 1;
        random.Shuffle(order);
        foreach (int i in order)
        {
            moves[i] = i < outer.Length && random.Next(3) == 0 ? 0 : innermost;
            innermost *= extents[i] + random.Next(2);
        }
        return moves;
    }

    private long RowOffset(int row) => lines.Length > 0 ? lines[row / forms.RowsInLine] + (row % forms.RowsInLine * forms.RowStep)
        : forms.IsLeftPacked ? (row / tile.Rows * (long)tile.Rows * left[outer.Length]) + (row % tile.Rows)
        : row * (long)left[outer.Length];

    private long ColumnOffset(int column) => (column / tileColumns * (long)right[outer.Length]) + (column % tileColumns);

    private long[] Depths(Operand operand)
    {
        int[] moves = operand == Operand.Left ? left : right;
        long[] offsets = Offsets(depth, moves[(outer.Length + 1)..]);
        return forms.Tapped == operand ? [.. offsets.Select((o, i) => o + taps[i % taps.Length])] : offsets;
    }

    private static long[] Offsets(int[] extents, int[] moves)
    {
        long[] offsets = [0];
        for (int loop = 0; loop < extents.Length; loop++)
        {
            int at = loop;
            offsets = [.. offsets.SelectMany(o => Enumerable.Range(0, extents[at]).Select(i => o + (i * (long)moves[at])))];
        }
        return offsets;
    }

    private static long Reach(int[] extents, int[] moves) => Offsets(extents, moves).Max();
}
