using System.Globalization;
using NeuralJit.Kernels;

namespace NeuralJit.Compilation;

/// <summary>A matrix kernel and the arguments of one use of it, in elements; it becomes a kernel call.</summary>
/// <param name="node">The contraction's node.</param>
/// <param name="op">The contraction.</param>
/// <param name="body">What is done to its result; accesses 0 and 1 are the operands.</param>
/// <param name="loops">Its loops outside the depth.</param>
/// <param name="vectorBits">The width of vectors, for tiles of as many rows as there are registers for.</param>
internal sealed class ContractionPlan(Node node, Contraction op, GroupBody body, ContractionLoops loops, int vectorBits)
{
    private const double ParallelFlops = 300_000;
    private const double ChunkFlops = 100_000;
    private const int MostChunks = 64;

    private readonly TileShape tile = op.HasFreeRows
        ? TileShape.For(op.Tile.Vectors, loops.Rows == 1 && loops.Outer.Length == 0, vectorBits, node.DType)
        : op.Tile;

    /// <summary>Loops over the depth.</summary>
    public required DepthMoves[] Depths { get; init; }

    /// <summary>Elements from one tile of columns to the next in the right operand.</summary>
    public required long RightPanel { get; init; }

    private int TileColumns => tile.Columns(node.DType);

    /// <summary>Products: iterations of the loops outside.</summary>
    private long Batches => loops.Outer.Aggregate(1L, (product, extent) => product * extent);

    /// <summary>Columns of the kernel's loops; positions fill whole tiles.</summary>
    private long Columns => op.Forms.HasPositions ? ((long)op.Columns + TileColumns - 1) / TileColumns * TileColumns : op.Columns;

    /// <summary>Multiply-adds along the depth, of one element.</summary>
    private double Depth => Depths.Aggregate(1.0, (product, d) => product * d.Extent);

    /// <summary>The call.</summary>
    /// <param name="name">What dumps call it.</param>
    /// <param name="ops">The ops, for dumps.</param>
    public KernelCall ToCall(string name, string ops)
    {
        (int blockLoop, long blockSize) = Blocks();
        ContractionKernel kernel = Kernel(blockLoop);
        long[] table = new long[kernel.SlotOf(body.Accesses.Count)];
        table[ContractionKernel.BlockSize] = blockSize;
        double flops = 2.0 * loops.Rows * Columns * Depth * Batches;
        long chunks = SetChunks(table, flops);
        FillExtents(kernel, table);
        FillAccesses(kernel, table);
        return new KernelCall
        {
            Name = name,
            Kind = "contraction",
            Structure = kernel,
            Arguments = table,
            Addresses =
            [
                .. body.Accesses.Select((a, k) => new AddressArgument(kernel.SlotOf(k), a.Source, a.Offset * a.DType.Size)),
                .. op.Forms.Tables().Select(t => new AddressArgument(ContractionKernel.SlotOf(t), op.TableOf(node, t)!, 0)),
            ],
            Chunks = chunks,
            IsParallel = chunks > 1 && flops >= ParallelFlops,
            Loads = [.. node.Inputs.ToArray().Select((input, i) => AccessReport.OfOperand(input, PatternOf(input, i))),
                .. Results(stored: false)],
            Stores = [.. Results(stored: true)],
            Tile = $"{tile.Rows}×{TileColumns}",
            Description =
                $"{ops} {loops.Rows}×{Depth}×{node.Shape.Count / Math.Max(1, loops.Rows * Batches)}"
                + (loops.Outer.Length > 0 ? $" in {string.Join('×', loops.Outer)} batches" : "")
                + $", tile {tile.Rows}×{TileColumns}, {chunks} chunk{(chunks == 1 ? "" : "s")}, "
                    + string.Create(CultureInfo.InvariantCulture, $"{flops / 1e6:F1} MFLOP"),
        };
    }

    private ContractionKernel Kernel(int blockLoop)
    {
        bool oneColumn = Columns == 1;
        return new ContractionKernel(body.Body, op.Forms, tile, loops.Outer.Length, Depths.Length,
            [.. loops.ColumnStrides.Select((stride, k) => StepOf(k, stride, oneColumn))])
        {
            WholeTiles = Columns >= TileColumns,
            LastVectors = (int)(((Columns % TileColumns) + TileShape.Lanes(node.DType) - 1) / TileShape.Lanes(node.DType)),
            LastRows = op.HasFreeRows ? -1 : loops.Rows % tile.Rows,
            BlockLoop = blockLoop,
        };
    }

    /// <summary>How an access of the results moves from column to column; operands move by tiles.</summary>
    private static InnerStep StepOf(int access, long stride, bool oneColumn) =>
        access <= ContractionKernel.Right || stride == 0 || (oneColumn && stride != 1)
            ? InnerStep.None
            : stride == 1 ? InnerStep.One : InnerStep.Strided;

    /// <summary>
    /// The innermost loop over the depth that, with those inside it, is more than a block (<see cref="RunningSum.BlockDepth"/>), and its
    /// steps in one.
    /// </summary>
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
        position > ContractionKernel.Right
            ? AccessPattern.Table
            : Views.Resolve(input).Layout.IsDense ? AccessPattern.Contiguous : AccessPattern.Strided;

    /// <summary>What is done to the product's elements reads and writes.</summary>
    private IEnumerable<AccessReport> Results(bool stored) =>
        Enumerable.Range(ContractionKernel.Right + 1, body.Accesses.Count - ContractionKernel.Right - 1)
            .Where(k => body.Writes(k) == stored)
            .Select(k => AccessReport.Of(body.Accesses[k], node.Shape, loops.ColumnStrides[k]));

    private void FillExtents(ContractionKernel kernel, long[] table)
    {
        int size = node.DType.Size;
        (table[ContractionKernel.Rows], table[ContractionKernel.Columns], table[ContractionKernel.RightPanelStride]) = (
            loops.Rows, Columns, RightPanel * size);
        if (op.TableOf(node, ContractionTable.PlaneLines) is { } lines)
        {
            (table[ContractionKernel.PlaneLineCount], table[ContractionKernel.PlaneSize]) = (lines.Shape[0], op.Plane);
        }
        for (int loop = 0; loop < Depths.Length; loop++)
        {
            int slot = ContractionKernel.DepthSlot(loop);
            (table[slot], table[slot + 1], table[slot + 2]) = (Depths[loop].Extent, Depths[loop].Left * size, Depths[loop].Right * size);
        }
        for (int d = 0; d < loops.Outer.Length; d++)
        {
            table[kernel.FirstExtent + d] = loops.Outer[d];
        }
    }

    private void FillAccesses(ContractionKernel kernel, long[] table)
    {
        for (int k = 0; k < body.Accesses.Count; k++)
        {
            int slot = kernel.SlotOf(k), size = body.Accesses[k].DType.Size;
            table[slot + 1] = k <= ContractionKernel.Right ? 0 : loops.ColumnStrides[k];
            table[slot + 2] = loops.Strides[k][^1] * size;
            for (int d = 0; d < loops.Outer.Length; d++)
            {
                table[slot + 3 + d] = loops.Strides[k][d] * size;
            }
        }
    }

    /// <summary>Cuts the product into chunks of panels and rows; by its size only.</summary>
    private long SetChunks(long[] table, double flops)
    {
        long batches = Batches;
        long panels = (Columns + TileColumns - 1) / TileColumns;
        long wanted = (long)Math.Clamp(flops / ChunkFlops, 1, MostChunks);
        long perBatch = op.Forms.PadsRight ? 1 : Math.Max(1, wanted / batches);
        long panelChunks = Math.Min(panels, perBatch);
        long panelsPerChunk = (panels + panelChunks - 1) / panelChunks;
        panelChunks = (panels + panelsPerChunk - 1) / panelsPerChunk;
        long tiles = (loops.Rows + tile.Rows - 1) / tile.Rows;
        long rowChunks = Math.Clamp(perBatch / panelChunks, 1, tiles);
        long rowsPerChunk = (tiles + rowChunks - 1) / rowChunks * tile.Rows;
        rowChunks = (loops.Rows + rowsPerChunk - 1) / rowsPerChunk;
        (table[ContractionKernel.RowsPerChunk], table[ContractionKernel.RowChunks]) = (rowsPerChunk, rowChunks);
        (table[ContractionKernel.PanelsPerChunk], table[ContractionKernel.PanelChunks]) = (panelsPerChunk, panelChunks);
        return batches * rowChunks * panelChunks;
    }
}
