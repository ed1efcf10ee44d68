using System.Linq.Expressions;
using NeuralJit.Kernels;

namespace NeuralJit.Compilation;

/// <summary>
/// Emits matrix kernels: a register tile of the product is accumulated over the whole depth, with scalars of the left operand broadcast
/// and vectors of the right one; then the body is applied to the tile and the results are stored. Every element is summed in the
/// order of the depth, so tile and width do not change its bits.
/// </summary>
internal sealed class ContractionEmitter
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
    private ParameterExpression depth = null!;
    private ParameterExpression leftDepth = null!;
    private ParameterExpression rightDepth = null!;
    private ParameterExpression scratch = null!;
    private ParameterExpression[] rowOffsets = null!;

    private ContractionEmitter(ContractionKernel kernel, SimdTypes simd)
    {
        this.kernel = kernel;
        this.simd = simd;
        body = kernel.Body;
        writer = new KernelWriter(simd);
        emitter = new BodyEmitter(body, writer);
        product = body.Values.FindIndex(v => v.Kind == ValueKind.Accumulator);
    }

    /// <summary>The code of <paramref name="kernel"/> for one vector width.</summary>
    public static Expression<ChunkBody> Emit(ContractionKernel kernel, SimdTypes simd, string name) => new ContractionEmitter(kernel, simd).Emit(name);

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
        ParameterExpression panel = writer.Assign(perChunk, Expression.Multiply(Expression.Subtract(chunk, Expression.Multiply(rest, panelChunks)), panelsPerChunk), "panel");
        ParameterExpression batch = writer.Assign(perChunk, Expression.Divide(rest, rowChunks), "batch");
        ParameterExpression firstRow = writer.Assign(perChunk, Expression.Multiply(Expression.Subtract(rest, Expression.Multiply(batch, rowChunks)), rowsPerChunk), "firstRow");
        ParameterExpression lastRow = writer.Assign(perChunk, KernelWriter.Min(rows, Expression.Add(firstRow, rowsPerChunk)), "lastRow");
        ParameterExpression limit = writer.Assign(perChunk, KernelWriter.Min(columns, KernelWriter.Times(Expression.Add(panel, panelsPerChunk), TileColumns)), "limit");
        BatchAddresses(batch, perChunk);
        ParameterExpression column = writer.Assign(perChunk, KernelWriter.Times(panel, TileColumns), "column");
        ParameterExpression right = writer.Assign(perChunk, Expression.Add(bases[ContractionKernel.Right], Expression.Multiply(panel, panelStride)), "right");
        if (kernel.WholeTiles)
        {
            var perPanel = new List<Expression>();
            EmitRows(firstRow, lastRow, column, right, kernel.Tile.Vectors, null, perPanel);
            perPanel.Add(Expression.Assign(right, Expression.Add(right, panelStride)));
            perChunk.Add(KernelWriter.While(column, TileColumns, limit, perPanel));
        }
        if (kernel.PartialTiles)
        {
            var perVector = new List<Expression>();
            ParameterExpression left = writer.Assign(perVector, Expression.Subtract(limit, column), "left");
            EmitRows(firstRow, lastRow, column, right, 1, left, perVector);
            perVector.Add(Expression.Assign(right, KernelWriter.Plus(right, simd.VirtualLanes * simd.ElementSize)));
            LabelTarget done = Expression.Label("edge");
            perChunk.Add(Expression.Loop(Expression.Block(
                [
                    Expression.IfThen(Expression.GreaterThanOrEqual(column, limit), Expression.Break(done)),
                    .. perVector,
                    Expression.Assign(column, KernelWriter.Plus(column, simd.VirtualLanes)),
                ]), done));
        }
        code.Add(KernelWriter.While(chunk, 1, writer.End, perChunk));
        return writer.Finish(code, name);
    }

    private void LoadArguments(List<Expression> code)
    {
        columns = writer.Assign(code, writer.Argument(ContractionKernel.Columns), "columns");
        depth = writer.Assign(code, writer.Argument(ContractionKernel.Depth), "depth");
        leftDepth = writer.Assign(code, writer.Argument(ContractionKernel.LeftDepthStride), "leftDepth");
        rightDepth = writer.Assign(code, writer.Argument(ContractionKernel.RightDepthStride), "rightDepth");
        for (int k = 0; k < body.Accesses.Count; k++)
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
        rowOffsets = new ParameterExpression[kernel.Tile.Rows];
        for (int r = 1; r < rowOffsets.Length; r++)
        {
            rowOffsets[r] = writer.Assign(code, KernelWriter.Times(rowStrides[ContractionKernel.Left], r), $"row{r}");
        }
        if (kernel.Tile.Rows > 1)
        {
            Expression bytes = KernelWriter.Long((long)kernel.Tile.Rows * TileColumns * simd.ElementSize);
            scratch = writer.Assign(code, KernelWriter.Scratch(bytes), "tile");
        }
    }

    private void BatchAddresses(ParameterExpression batch, List<Expression> code)
    {
        var indices = new Expression[kernel.BatchRank];
        Expression rest = batch;
        for (int d = kernel.BatchRank - 1; d >= 0; d--)
        {
            ParameterExpression extent = writer.Assign(code, writer.Argument(ContractionKernel.FirstExtent + d), "extent");
            ParameterExpression quotient = writer.Assign(code, Expression.Divide(rest, extent), "quotient");
            indices[d] = writer.Assign(code, Expression.Subtract(rest, Expression.Multiply(quotient, extent)), "index");
            rest = quotient;
        }
        for (int k = 0; k < body.Accesses.Count; k++)
        {
            Expression address = writer.Argument(kernel.SlotOf(k));
            for (int d = 0; d < kernel.BatchRank; d++)
            {
                address = Expression.Add(address, Expression.Multiply(indices[d], writer.Argument(kernel.SlotOf(k) + 3 + d)));
            }
            bases[k] = writer.Assign(code, address, $"p{k}");
        }
    }

    /// <summary>All rows of the chunk for one group of columns: whole tiles, then row by row.</summary>
    private void EmitRows(ParameterExpression firstRow, ParameterExpression lastRow, ParameterExpression column, ParameterExpression right, int vectors, Expression? rest, List<Expression> code)
    {
        ParameterExpression row = writer.Assign(code, firstRow, "row");
        ParameterExpression left = writer.Assign(code, Expression.Add(bases[ContractionKernel.Left], Expression.Multiply(row, rowStrides[ContractionKernel.Left])), "leftRow");
        for (int height = kernel.Tile.Rows; height >= 1; height = height > 1 ? 1 : 0)
        {
            var tile = new List<Expression>();
            EmitTile(height, vectors, row, left, column, right, rest, tile);
            tile.Add(Expression.Assign(left, Expression.Add(left, KernelWriter.Times(rowStrides[ContractionKernel.Left], height))));
            code.Add(KernelWriter.While(row, height, lastRow, tile));
        }
    }

    private void EmitTile(int height, int vectors, ParameterExpression row, ParameterExpression left, ParameterExpression column, ParameterExpression right, Expression? rest, List<Expression> code)
    {
        int registers = vectors * simd.Parts;
        var sums = new ParameterExpression[height][];
        for (int r = 0; r < height; r++)
        {
            sums[r] = [.. Enumerable.Range(0, registers).Select(_ => writer.Assign(code, writer.Call(nameof(KernelRuntime.Constant), Expression.Constant(0.0)), "sum"))];
        }
        ParameterExpression a = writer.Assign(code, left, "a");
        ParameterExpression b = writer.Assign(code, right, "b");
        ParameterExpression k = writer.Assign(code, KernelWriter.Long(0), "k");
        var step = new List<Expression>();
        var loaded = new ParameterExpression[registers];
        for (int v = 0; v < registers; v++)
        {
            Expression address = KernelWriter.Plus(b, (long)v * simd.Lanes * simd.ElementSize);
            loaded[v] = writer.Assign(step, rest is null || kernel.PackedRight
                ? writer.Call(nameof(KernelRuntime.Load), address)
                : writer.Call(nameof(KernelRuntime.LoadPartial), address, writer.PartCount(rest, v)), "w");
        }
        for (int r = 0; r < height; r++)
        {
            ParameterExpression x = writer.Assign(step, writer.Call(nameof(KernelRuntime.LoadBroadcast), r == 0 ? a : Expression.Add(a, rowOffsets[r])), "x");
            for (int v = 0; v < registers; v++)
            {
                step.Add(Expression.Assign(sums[r][v], writer.Call(nameof(KernelRuntime.MultiplyAdd), x, loaded[v], sums[r][v])));
            }
        }
        step.Add(Expression.Assign(a, Expression.Add(a, leftDepth)));
        step.Add(Expression.Assign(b, Expression.Add(b, rightDepth)));
        code.Add(KernelWriter.While(k, 1, depth, step));
        if (height == 1)
        {
            EmitResults(row, column, sums[0], vectors, rest, code);
        }
        else
        {
            EmitResultsOfTile(height, row, column, sums, vectors, rest, code);
        }
    }

    /// <summary>Puts the tile into memory and applies the body row by row: the body's code is there once, not once per row.</summary>
    private void EmitResultsOfTile(int height, ParameterExpression row, ParameterExpression column, ParameterExpression[][] sums, int vectors, Expression? rest, List<Expression> code)
    {
        long rowBytes = (long)vectors * simd.VirtualLanes * simd.ElementSize;
        for (int r = 0; r < height; r++)
        {
            for (int v = 0; v < sums[r].Length; v++)
            {
                code.Add(writer.Call(nameof(KernelRuntime.Store), KernelWriter.Plus(scratch, (r * rowBytes) + ((long)v * simd.Lanes * simd.ElementSize)), sums[r][v]));
            }
        }
        ParameterExpression from = writer.Assign(code, scratch, "from");
        ParameterExpression to = writer.Assign(code, row, "to");
        ParameterExpression end = writer.Assign(code, KernelWriter.Plus(row, height), "tileEnd");
        var perRow = new List<Expression>();
        Expression[] loaded = [.. Enumerable.Range(0, sums[0].Length).Select(v =>
            (Expression)writer.Assign(perRow, writer.Call(nameof(KernelRuntime.Load), KernelWriter.Plus(from, (long)v * simd.Lanes * simd.ElementSize)), "sum"))];
        EmitResults(to, column, loaded, vectors, rest, perRow);
        perRow.Add(Expression.Assign(from, KernelWriter.Plus(from, rowBytes)));
        code.Add(KernelWriter.While(to, 1, end, perRow));
    }

    /// <summary>Applies the body to one row of the tile and stores it.</summary>
    private void EmitResults(ParameterExpression row, ParameterExpression column, Expression[] sums, int vectors, Expression? rest, List<Expression> code)
    {
        var rowBases = new Dictionary<int, ParameterExpression>();
        for (int k = ContractionKernel.Right + 1; k < body.Accesses.Count; k++)
        {
            rowBases[k] = writer.Assign(code, Expression.Add(bases[k], Expression.Multiply(row, rowStrides[k])), $"q{k}");
        }
        for (int v = 0; v < vectors; v++)
        {
            var site = new TileSite(this, column, (long)v * simd.VirtualLanes, rowBases) { Rest = rest };
            site.Known[product] = sums[(v * simd.Parts)..((v + 1) * simd.Parts)];
            emitter.Store(body.Stores, site, code);
        }
    }

    /// <summary>Columns from column + offset of one row of the result.</summary>
    private sealed class TileSite(ContractionEmitter owner, ParameterExpression column, long offset, Dictionary<int, ParameterExpression> rowBases) : Site
    {
        public override int Parts => owner.simd.Parts;

        public override InnerStep Step(int access) => owner.kernel.Steps[access];

        public override Expression Stride(int access) => owner.columnStrides[access];

        public override Expression Address(int access, int part)
        {
            int size = owner.body.Accesses[access].DType.Size;
            long lanes = offset + (part * owner.simd.Lanes);
            return Step(access) switch
            {
                InnerStep.None => rowBases[access],
                InnerStep.One => KernelWriter.Plus(Expression.Add(rowBases[access], KernelWriter.Times(column, size)), lanes * size),
                _ => Expression.Add(rowBases[access], KernelWriter.Times(Expression.Multiply(KernelWriter.Plus(column, lanes), owner.columnStrides[access]), size)),
            };
        }
    }
}
