using System.Globalization;
using NeuralJit.Kernels;

namespace NeuralJit.Compilation;

/// <summary>A matrix kernel and the arguments of one use of it, in elements; it becomes a kernel call.</summary>
internal sealed class ContractionPlan
{
    private const double ParallelFlops = 300_000;
    private const double ChunkFlops = 100_000;
    private const int MostChunks = 64;

    /// <summary>What is done to the product; its accesses 0 and 1 are the operands.</summary>
    public required KernelBody Body { get; init; }

    /// <summary>The kernel's structure.</summary>
    public required ContractionKernel Kernel { get; init; }

    /// <summary>Extents of the loops outside the product.</summary>
    public required int[] BatchExtents { get; init; }

    /// <summary>Rows of the product.</summary>
    public required int Rows { get; init; }

    /// <summary>Columns of the product, or positions rounded up to whole tiles.</summary>
    public required long Columns { get; init; }

    /// <summary>Loops over the depth: extent, and how far the left and the right operand move.</summary>
    public required (int Extent, long Left, long Right)[] Depths { get; init; }

    /// <summary>Elements from one tile of columns to the next in the right operand.</summary>
    public required long RightPanel { get; init; }

    /// <summary>Per access, elements along each batch loop and, last, from row to row.</summary>
    public required long[][] Strides { get; init; }

    /// <summary>Per access, elements from column to column.</summary>
    public required long[] ColumnStrides { get; init; }

    /// <summary>The table of offsets of an operand's innermost steps, where the kernel has one.</summary>
    public Node? Taps { get; init; }

    /// <summary>The table of ranges of those steps, where the kernel has one.</summary>
    public Node? TapRanges { get; init; }

    /// <summary>The table of offsets of lines of rows, where the kernel has one.</summary>
    public Node? RowLines { get; init; }

    /// <summary>The table of positions, where columns are such.</summary>
    public Node? Positions { get; init; }

    /// <summary>The table of lines of a plane and its elements, where the kernel lays planes out itself.</summary>
    public (Node? Lines, long Size) Plane { get; init; }

    /// <summary>Multiply-adds along the depth, of one element.</summary>
    private double Depth => Depths.Aggregate(1.0, (product, d) => product * d.Extent);

    /// <summary>The call.</summary>
    /// <param name="name">What dumps call it.</param>
    /// <param name="what">The ops and extents, for dumps.</param>
    /// <param name="product">The product's node.</param>
    public KernelCall ToCall(string name, string what, Node product)
    {
        (int blockLoop, long blockSize) = Blocks();
        ContractionKernel kernel = Kernel with { BlockLoop = blockLoop };
        long[] table = new long[Kernel.SlotOf(Body.Accesses.Count)];
        table[ContractionKernel.BlockSize] = blockSize;
        double flops = 2.0 * Rows * Columns * Depth * BatchExtents.Aggregate(1.0, (p, e) => p * e);
        long chunks = SetChunks(table, flops);
        FillExtents(table);
        FillAccesses(table);
        var addresses = Body.Accesses.Select((a, k) => new AddressArgument(Kernel.SlotOf(k), a.Source, a.Offset * a.DType.Size)).ToList();
        AddTable(ContractionKernel.Taps, Taps);
        AddTable(ContractionKernel.TapRanges, TapRanges);
        AddTable(ContractionKernel.RowLines, RowLines);
        AddTable(ContractionKernel.Positions, Positions);
        AddTable(ContractionKernel.PlaneLines, Plane.Lines);
        void AddTable(int slot, Node? source)
        {
            if (source is not null)
            {
                addresses.Add(new AddressArgument(slot, source, 0));
            }
        }
        int tileColumns = Kernel.Tile.Vectors * TileShape.Lanes(Body.Type);
        return new KernelCall
        {
            Name = name,
            Kind = "contraction",
            Structure = kernel,
            Arguments = table,
            Addresses = addresses,
            Chunks = chunks,
            IsParallel = chunks > 1 && flops >= ParallelFlops,
            Loads = [.. product.Inputs.ToArray().Select((input, i) => AccessReport.OfOperand(input, PatternOf(input, i))), .. Results(product.Shape, stored: false)],
            Stores = [.. Results(product.Shape, stored: true)],
            Tile = $"{Kernel.Tile.Rows}×{tileColumns}",
            Description = what + (BatchExtents.Length > 0 ? $" in {string.Join('×', BatchExtents)} batches" : "")
                + $", tile {Kernel.Tile.Rows}×{tileColumns}, {chunks} chunk{(chunks == 1 ? "" : "s")}, " + string.Create(CultureInfo.InvariantCulture, $"{flops / 1e6:F1} MFLOP"),
        };
    }

    /// <summary>The innermost loop over the depth that, with those inside it, is more than a block (<see cref="RunningSum.BlockDepth"/>), and its steps in one.</summary>
    private (int Loop, long Size) Blocks()
    {
        long inside = 1;
        int loop = Depths.Length - 1;
        for (; loop >= 0 && inside * Depths[loop].Extent <= RunningSum.BlockDepth; loop--)
        {
            inside *= Depths[loop].Extent;
        }
        return (loop, loop < 0 ? 0 : RunningSum.BlockDepth / inside);
    }

    /// <summary>The operands come first among the inputs, tables after them.</summary>
    private static AccessPattern PatternOf(Node input, int position) =>
        position > ContractionKernel.Right ? AccessPattern.Table : Views.Resolve(input).Layout.IsDense ? AccessPattern.Contiguous : AccessPattern.Strided;

    /// <summary>What is done to the product's elements reads and writes.</summary>
    private IEnumerable<AccessReport> Results(Shape domain, bool stored) =>
        Enumerable.Range(ContractionKernel.Right + 1, Body.Accesses.Count - ContractionKernel.Right - 1).Where(k => Body.Stores.Any(s => s.Access == k) == stored)
            .Select(k => AccessReport.Of(Body.Accesses[k], domain, ColumnStrides[k]));

    private void FillExtents(long[] table)
    {
        int size = Body.Type.Size;
        (table[ContractionKernel.Rows], table[ContractionKernel.Columns], table[ContractionKernel.RightPanelStride]) = (Rows, Columns, RightPanel * size);
        (table[ContractionKernel.PlaneLineCount], table[ContractionKernel.PlaneSize]) = (Plane.Lines?.Shape[0] ?? 0, Plane.Size);
        for (int loop = 0; loop < Depths.Length; loop++)
        {
            int slot = ContractionKernel.DepthSlot(loop);
            (table[slot], table[slot + 1], table[slot + 2]) = (Depths[loop].Extent, Depths[loop].Left * size, Depths[loop].Right * size);
        }
        for (int d = 0; d < BatchExtents.Length; d++)
        {
            table[Kernel.FirstExtent + d] = BatchExtents[d];
        }
    }

    private void FillAccesses(long[] table)
    {
        for (int k = 0; k < Body.Accesses.Count; k++)
        {
            int slot = Kernel.SlotOf(k), size = Body.Accesses[k].DType.Size;
            table[slot + 1] = k <= ContractionKernel.Right ? 0 : ColumnStrides[k];
            table[slot + 2] = Strides[k][^1] * size;
            for (int d = 0; d < BatchExtents.Length; d++)
            {
                table[slot + 3 + d] = Strides[k][d] * size;
            }
        }
    }

    /// <summary>Cuts the product into chunks of panels and rows; by its size only.</summary>
    private long SetChunks(long[] table, double flops)
    {
        int tileColumns = Kernel.Tile.Vectors * TileShape.Lanes(Body.Type), tileRows = Kernel.Tile.Rows;
        long batches = BatchExtents.Aggregate(1L, (p, e) => p * e);
        long panels = (Columns + tileColumns - 1) / tileColumns;
        long wanted = (long)Math.Clamp(flops / ChunkFlops, 1, MostChunks);
        long perBatch = Kernel.PadsRight ? 1 : Math.Max(1, wanted / batches);
        long panelChunks = Math.Min(panels, perBatch);
        long panelsPerChunk = (panels + panelChunks - 1) / panelChunks;
        panelChunks = (panels + panelsPerChunk - 1) / panelsPerChunk;
        long tiles = (Rows + tileRows - 1) / tileRows;
        long rowChunks = Math.Clamp(perBatch / panelChunks, 1, tiles);
        long rowsPerChunk = (tiles + rowChunks - 1) / rowChunks * tileRows;
        rowChunks = (Rows + rowsPerChunk - 1) / rowsPerChunk;
        (table[ContractionKernel.RowsPerChunk], table[ContractionKernel.RowChunks]) = (rowsPerChunk, rowChunks);
        (table[ContractionKernel.PanelsPerChunk], table[ContractionKernel.PanelChunks]) = (panelsPerChunk, panelChunks);
        return batches * rowChunks * panelChunks;
    }
}
