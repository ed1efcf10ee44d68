using System.Linq.Expressions;
using NeuralJit.Kernels;

namespace NeuralJit.Compilation;

/// <summary>
/// Emits matrix kernels: a register tile of the product is accumulated over the whole depth, with scalars of the left operand broadcast
/// and vectors of the right one; then the body is applied to the tile and the results are stored. Every element is summed in the
/// order of the depth, in blocks that follow from its extents, so tile and width do not change its bits.
/// </summary>
internal sealed partial class ContractionEmitter
{
    private readonly ContractionKernel kernel;
    private readonly KernelBody body;
    private readonly KernelWriter writer;
    private readonly BodyEmitter emitter;
    private readonly SimdTypes simd;
    private readonly int product;
    private readonly Dictionary<int, ParameterExpression> bases = [];
    private readonly Dictionary<int, ParameterExpression> columnStrides = [];
    private readonly Dictionary<int, ParameterExpression> rowStrides = [];
    private ParameterExpression columns = null!;
    private DepthLoop[] depths = null!;
    private Expression blockSize = null!;
    private Expression taps = null!;
    private Expression tapRanges = null!;
    private Expression firstTap = KernelWriter.Long(0);
    private Expression? lastTap;
    private Expression rowLines = null!;
    private Expression positions = null!;
    private ParameterExpression scratch = null!;
    private Expression[] rowOffsets = null!;

    private ContractionEmitter(ContractionKernel kernel, SimdTypes simd)
    {
        this.kernel = kernel;
        this.simd = simd;
        body = kernel.Body;
        writer = new KernelWriter(simd);
        emitter = new BodyEmitter(body, writer);
        product = Enumerable.Range(0, body.Values.Count).First(i => body.Values[i].Kind == ValueKind.Accumulator);
    }

    /// <summary>The code of <paramref name="kernel"/> for one vector width.</summary>
    public static Expression<ChunkBody> Emit(ContractionKernel kernel, SimdTypes simd, string name) =>
        new ContractionEmitter(kernel, simd).Emit(name);

    /// <summary>Memory of a tile's sums, and of their second level after them.</summary>
    private long TileBytes => (long)kernel.Tile.Rows * TileColumns * simd.ElementSize * (kernel.BlockLoop >= 0 ? 1 + BlockSums.Levels : 1);

    private int TileColumns => kernel.Tile.Vectors * simd.VirtualLanes;

    private Expression<ChunkBody> Emit(string name)
    {
        var code = new List<Expression>();
        LoadArguments(code);
        ParameterExpression rows = writer.Assign(code, writer.Argument(ContractionKernel.Rows), "rows");
        ParameterExpression rowsPerChunk = writer.Assign(code, writer.Argument(ContractionKernel.RowsPerChunk), "rowsPerChunk");
        ParameterExpression rowChunks = writer.Assign(code, writer.Argument(ContractionKernel.RowChunks), "rowChunks");
        ParameterExpression panelsPerChunk = writer.Assign(code, writer.Argument(ContractionKernel.PanelsPerChunk), "panelsPerChunk");
        ParameterExpression panelChunks = writer.Assign(code, writer.Argument(ContractionKernel.PanelChunks), "panelChunks");
        ParameterExpression panelStride = writer.Assign(code, writer.Argument(ContractionKernel.RightPanelStride), "panelStride");
        ParameterExpression chunk = writer.Assign(code, writer.Begin, "chunk");

        var perChunk = new List<Expression>();
        ParameterExpression rest = writer.Assign(perChunk, Expression.Divide(chunk, panelChunks), "rest");
        ParameterExpression panel = writer.Assign(
            perChunk, Expression.Multiply(Expression.Subtract(chunk, Expression.Multiply(rest, panelChunks)), panelsPerChunk), "panel");
        ParameterExpression batch = writer.Assign(perChunk, Expression.Divide(rest, rowChunks), "batch");
        ParameterExpression firstRow = writer.Assign(
            perChunk, Expression.Multiply(Expression.Subtract(rest, Expression.Multiply(batch, rowChunks)), rowsPerChunk), "firstRow");
        ParameterExpression lastRow = writer.Assign(perChunk, KernelWriter.Min(rows, Expression.Add(firstRow, rowsPerChunk)), "lastRow");
        ParameterExpression limit = writer.Assign(
            perChunk, KernelWriter.Min(columns, KernelWriter.Times(Expression.Add(panel, panelsPerChunk), TileColumns)), "limit");
        BatchAddresses(batch, perChunk);
        ParameterExpression column = writer.Assign(perChunk, KernelWriter.Times(panel, TileColumns), "column");
        ParameterExpression right = writer.Assign(
            perChunk, Expression.Add(bases[ContractionKernel.Right], Expression.Multiply(panel, panelStride)), "right");
        if (kernel.WholeTiles)
        {
            var perPanel = new List<Expression>();
            EmitRows(firstRow, lastRow, column, right, kernel.Tile.Vectors, null, perPanel);
            perPanel.Add(Expression.Assign(right, Expression.Add(right, panelStride)));
            perChunk.Add(KernelWriter.While(column, TileColumns, limit, perPanel));
        }
        if (kernel.LastVectors > 0)
        {
            var last = new List<Expression>();
            ParameterExpression left = writer.Assign(last, Expression.Subtract(limit, column), "left");
            EmitRows(firstRow, lastRow, column, right, kernel.LastVectors, left, last);
            perChunk.Add(Expression.IfThen(Expression.LessThan(column, limit), Expression.Block(last)));
        }
        code.Add(KernelWriter.While(chunk, 1, writer.End, perChunk));
        return writer.Finish(code, name);
    }

    private void LoadArguments(List<Expression> code)
    {
        columns = writer.Assign(code, writer.Argument(ContractionKernel.Columns), "columns");
        depths = [.. Enumerable.Range(0, kernel.DepthRank).Select(loop => LoadDepth(loop, code))];
        blockSize = ArgumentIf(kernel.BlockLoop >= 0, ContractionKernel.BlockSize, "blockSize", code);
        taps = Table(ContractionTable.Taps, "taps", code);
        tapRanges = Table(ContractionTable.TapRanges, "tapRanges", code);
        rowLines = Table(ContractionTable.RowLines, "rowLines", code);
        positions = Table(ContractionTable.Positions, "positions", code);
        for (int k = 0; k < body.Memory.Count; k++)
        {
            if (k != ContractionKernel.Right)
            {
                rowStrides[k] = writer.Assign(code, writer.Argument(kernel.SlotOf(k) + 2), $"rowStride{k}");
            }
            if (k > ContractionKernel.Right && kernel.Steps[k] == InnerStep.Strided)
            {
                columnStrides[k] = writer.Assign(code, writer.Argument(kernel.SlotOf(k) + 1), $"step{k}");
            }
        }
        rowOffsets = [.. Enumerable.Range(0, kernel.Tile.Rows).Select(r => RowOffset(r, code))];
        Expression bytes = KernelWriter.Long(kernel.Tile.Rows > 1 || kernel.Forms.HasPositions || kernel.BlockLoop >= 0 ? TileBytes : 0);
        if (kernel.Forms.PadsRight)
        {
            // What a tile reads beyond the last position is there, and never used.
            bytes = KernelWriter.Plus(KernelWriter.Times(writer.Argument(ContractionKernel.PlaneSize), simd.ElementSize), TileBytes
                + (TileColumns * simd.ElementSize));
        }
        scratch = writer.Assign(code, KernelWriter.Scratch(bytes), "tile");
    }

    private Expression Table(ContractionTable table, string name, List<Expression> code) =>
        ArgumentIf(kernel.Forms.Has(table), ContractionKernel.SlotOf(table), name, code);

    private Expression ArgumentIf(bool exists, int slot, string name, List<Expression> code) =>
        exists ? writer.Assign(code, writer.Argument(slot), name) : KernelWriter.Long(0);

    private void BatchAddresses(ParameterExpression batch, List<Expression> code)
    {
        var indices = new Expression[kernel.OuterRank];
        Expression rest = batch;
        for (int d = kernel.OuterRank - 1; d >= 0; d--)
        {
            ParameterExpression extent = writer.Assign(code, writer.Argument(kernel.FirstExtent + d), "extent");
            ParameterExpression quotient = writer.Assign(code, Expression.Divide(rest, extent), "quotient");
            indices[d] = writer.Assign(code, Expression.Subtract(rest, Expression.Multiply(quotient, extent)), "index");
            rest = quotient;
        }
        for (int k = 0; k < body.Memory.Count; k++)
        {
            Expression address = writer.Argument(kernel.SlotOf(k));
            for (int d = 0; d < kernel.OuterRank; d++)
            {
                address = Expression.Add(address, Expression.Multiply(indices[d], writer.Argument(kernel.SlotOf(k) + 3 + d)));
            }
            bases[k] = writer.Assign(code, address, $"p{k}");
        }
        if (kernel.Forms.PadsRight)
        {
            ParameterExpression channel = bases[ContractionKernel.Right];
            ParameterExpression plane = bases[ContractionKernel.Right] = writer.Assign(
                code, KernelWriter.Plus(scratch, TileBytes), "plane");
            code.Add(writer.Call(nameof(KernelRuntime.FillPlane), channel, plane,
                writer.Argument(ContractionKernel.PlaneLines), writer.Argument(ContractionKernel.PlaneLineCount),
                    writer.Argument(ContractionKernel.PlaneSize)));
        }
    }

    /// <summary>All rows of the chunk for one group of columns: whole tiles, then row by row.</summary>
    private void EmitRows(ParameterExpression firstRow, ParameterExpression lastRow, ParameterExpression column, ParameterExpression right,
        int vectors, Expression? rest, List<Expression> code)
    {
        ParameterExpression row = writer.Assign(code, firstRow, "row");
        ParameterExpression left = writer.Assign(
            code, Expression.Add(bases[ContractionKernel.Left], Expression.Multiply(row, rowStrides[ContractionKernel.Left])), "leftRow");
        foreach (int height in kernel.Heights)
        {
            var tile = new List<Expression>();
            EmitTile(height, vectors, row, left, column, right, rest, tile);
            tile.Add(Expression.Assign(left, Expression.Add(left, KernelWriter.Times(rowStrides[ContractionKernel.Left], height))));
            code.Add(KernelWriter.While(row, height, lastRow, tile));
        }
    }
}
