using System.Linq.Expressions;
using NeuralJit.Kernels;

namespace NeuralJit.Compilation;

/// <summary>
/// Emits loop kernels that reduce columns: a block of columns is accumulated in a row of memory while the rows go by, several at a time, in
/// the order in which they lie; then the results of the block are finished and stored. Sums go to a second level after a few turns
/// (<see cref="BlockSums"/>), which lies in memory too.
/// </summary>
internal sealed class ColumnEmitter
{
    private const int MostOperationsOfRowsAtOnce = 6;
    private const int RowsAtOnce = 8;

    private readonly LoopKernel kernel;
    private readonly KernelBody body;
    private readonly KernelWriter writer;
    private readonly BodyEmitter emitter;
    private readonly SimdTypes simd;
    private readonly int[] sums;
    private readonly Dictionary<int, ParameterExpression> bases = [];
    private readonly Dictionary<int, ParameterExpression> strides = [];
    private ParameterExpression block = null!;
    private ParameterExpression scratch = null!;
    private ParameterExpression first = null!;
    private ParameterExpression limit = null!;

    private ColumnEmitter(LoopKernel kernel, SimdTypes simd)
    {
        this.kernel = kernel;
        this.simd = simd;
        body = kernel.Body;
        writer = new KernelWriter(simd);
        emitter = new BodyEmitter(body, writer);
        sums = [.. kernel.Reductions.Where(r => body.Values[r].Operator == typeof(SumReducer))];
    }

    /// <summary>The code of <paramref name="kernel"/> for one vector width.</summary>
    public static Expression<ChunkBody> Emit(LoopKernel kernel, SimdTypes simd, string name) => new ColumnEmitter(kernel, simd).Emit(name);

    private Expression<ChunkBody> Emit(string name)
    {
        var code = new List<Expression>();
        ParameterExpression columns = writer.Assign(code, writer.Argument(LoopKernel.InnerExtent), "columns");
        block = writer.Assign(code, writer.Argument(LoopKernel.Block), "block");
        ParameterExpression rows = writer.Assign(code, writer.Argument(LoopKernel.MiddleExtent), "rows");
        Expression bytes = KernelWriter.Times(
            Expression.Multiply(block, KernelWriter.Long(simd.ElementSize)), kernel.Reductions.Length + (BlockSums.Levels * sums.Length));
        scratch = writer.Assign(code, KernelWriter.Scratch(bytes), "scratch");
        for (int k = 0; k < body.Memory.Count; k++)
        {
            if (kernel.Steps[k] == InnerStep.Strided)
            {
                strides[k] = writer.Assign(code, writer.Argument(kernel.SlotOf(k) + 1), $"step{k}");
            }
        }
        ParameterExpression blocks = writer.Assign(
            code, Expression.Divide(Expression.Add(columns, Expression.Subtract(block, KernelWriter.Long(1))), block), "blocks");
        ParameterExpression chunk = writer.Assign(code, writer.Begin, "chunk");

        var perChunk = new List<Expression>();
        ParameterExpression outer = writer.Assign(perChunk, Expression.Divide(chunk, blocks), "outer");
        first = writer.Assign(
            perChunk, Expression.Multiply(Expression.Subtract(chunk, Expression.Multiply(outer, blocks)), block), "first");
        limit = writer.Assign(perChunk, KernelWriter.Min(columns, Expression.Add(first, block)), "limit");
        Expression segment = OuterAddresses.Emit(kernel, writer, outer, bases, perChunk);
        if (kernel.HasRest)
        {
            rows = OuterAddresses.ExtentOf(kernel, writer, segment, rows, "walked", perChunk);
        }
        EmitColumns(perChunk, null, (site, into) => Reset(kernel.Reductions, site, into));
        EmitRowLoops(rows, perChunk);
        EmitColumns(perChunk, null, EmitResults);
        code.Add(KernelWriter.While(chunk, 1, writer.End, perChunk));
        return writer.Finish(code, name);
    }

    private void EmitRowLoops(ParameterExpression rows, List<Expression> code)
    {
        ParameterExpression row = writer.Assign(code, KernelWriter.Long(0), "row");
        // As many rows are combined at every width, so that sums do not depend on it.
        int together = IsShort ? RowsAtOnce : 1;
        ParameterExpression? number = sums.Length == 0 ? null : writer.Assign(code, KernelWriter.Long(0), "flushed");
        if (number is null)
        {
            EmitRows(together, row, rows, code);
        }
        else
        {
            EmitBlocks(together, row, rows, number, code);
        }
        if (together > 1)
        {
            EmitRows(1, row, rows, code);
        }
        if (number is not null)
        {
            Expression[] finish = [.. sums.Select(r => ForAll(nameof(KernelRuntime.FinishBlocks), r, number))];
            code.Add(Expression.IfThen(Expression.GreaterThan(number, KernelWriter.Long(0)), Expression.Block(finish)));
        }
    }

    // The code of several rows at once is as long as all of them: beyond some length the JIT inlines no more.
    private bool IsShort
    {
        get
        {
            Value[] work = [.. body.Values.Where(v => v.Kind is ValueKind.Operation or ValueKind.Select)];
            return work.Length <= MostOperationsOfRowsAtOnce && work.All(v => v.Kind == ValueKind.Select || RowCache.IsCheap(v.Operator!));
        }
    }

    /// <summary>Rows in blocks: between two of them sums are added to their second level, and begin again.</summary>
    private void EmitBlocks(
        int together, ParameterExpression row, ParameterExpression rows, ParameterExpression number, List<Expression> code)
    {
        var block = new List<Expression>();
        ParameterExpression stop = writer.Assign(
            block, KernelWriter.Min(rows, KernelWriter.Plus(row, (long)RunningSum.BlockSteps * together)), "stop");
        EmitRows(together, row, stop, block);
        var flush = new List<Expression>(sums.Select(r => ForAll(nameof(KernelRuntime.AddBlock), r, number)));
        EmitColumns(flush, null, (site, into) => Reset(sums, site, into));
        flush.Add(Expression.Assign(number, KernelWriter.Plus(number, 1)));
        block.Add(Expression.IfThen(Expression.LessThan(row, rows), Expression.Block(flush)));
        code.Add(KernelWriter.Until(Expression.GreaterThan(KernelWriter.Plus(row, together), rows), block));
    }

    private void EmitRows(int together, ParameterExpression row, ParameterExpression end, List<Expression> code)
    {
        var perRow = new List<Expression>();
        var rowBases = new Dictionary<int, ParameterExpression>[together];
        for (int u = 0; u < together; u++)
        {
            rowBases[u] = [];
            for (int k = 0; k < body.Memory.Count; k++)
            {
                Expression offset = Expression.Multiply(KernelWriter.Plus(row, u), writer.Argument(kernel.SlotOf(k) + 2));
                rowBases[u][k] = writer.Assign(perRow, Expression.Add(bases[k], offset), $"q{k}");
            }
        }
        EmitColumns(perRow, rowBases, (site, into) => { }, (sites, into) => Accumulate(sites, into));
        code.Add(KernelWriter.While(row, together, end, perRow));
    }

    /// <summary>Calls a method of the second level for all columns of the block.</summary>
    private MethodCallExpression ForAll(string method, int sum, Expression number)
    {
        int place = kernel.Reductions.Length + (BlockSums.Levels * Array.IndexOf(sums, sum));
        return writer.Call(method, RowOfMemory(Array.IndexOf(kernel.Reductions, sum)), RowOfMemory(place), block, number);
    }

    private Expression RowOfMemory(int number) =>
        number == 0 ? scratch
            : Expression.Add(scratch, KernelWriter.Times(Expression.Multiply(block, KernelWriter.Long(simd.ElementSize)), number));

    /// <summary>A loop over the columns of the block, whole vectors and one partial.</summary>
    private void EmitColumns(List<Expression> code, Dictionary<int, ParameterExpression>[]? rowBases,
        Action<ColumnSite, List<Expression>> each, Action<ColumnSite[], List<Expression>>? eachRows = null)
    {
        ParameterExpression j = writer.Assign(code, first, "j");
        foreach (bool partial in (bool[])[false, true])
        {
            var loop = new List<Expression>();
            Expression? rest = partial ? writer.Assign(loop, Expression.Subtract(limit, j), "rest") : null;
            if (rowBases is null)
            {
                each(new ColumnSite(this, j, bases) { Rest = rest }, loop);
            }
            else
            {
                eachRows!([.. rowBases.Select(b => new ColumnSite(this, j, b) { Rest = rest })], loop);
            }
            code.Add(partial
                ? Expression.IfThen(Expression.LessThan(j, limit), Expression.Block(loop))
                : KernelWriter.While(j, simd.VirtualLanes, limit, loop));
        }
    }

    private void Reset(int[] reductions, ColumnSite site, List<Expression> code)
    {
        foreach (int r in reductions)
        {
            for (int part = 0; part < simd.Parts; part++)
            {
                code.Add(writer.Call(
                    nameof(KernelRuntime.Store), Accumulator(r, site, part), Expression.Call(simd.Identity(body.Values[r].Operator!))));
            }
        }
    }

    private void Accumulate(ColumnSite[] sites, List<Expression> code)
    {
        foreach (int r in kernel.Reductions)
        {
            Type reducer = body.Values[r].Operator!;
            Expression[][] values = [.. sites.Select(site => emitter.Value(body.Values[r].Inputs[0], site, code))];
            for (int part = 0; part < simd.Parts; part++)
            {
                Expression[] tree = [.. values.Select(v => v[part])];
                while (tree.Length > 1)
                {
                    tree = [.. Enumerable.Range(0, tree.Length / 2)
                        .Select(i => Expression.Call(simd.Apply(reducer), tree[2 * i], tree[(2 * i) + 1]))];
                }
                Expression address = Accumulator(r, sites[0], part);
                Expression before = writer.Call(nameof(KernelRuntime.Load), address);
                code.Add(writer.Call(nameof(KernelRuntime.Store), address, Expression.Call(simd.Apply(reducer), before, tree[0])));
            }
        }
        foreach (Store store in body.Stores.Where(s => s.IsFull))
        {
            foreach (ColumnSite site in sites)
            {
                emitter.Store(store, site, code);
            }
        }
    }

    private void EmitResults(ColumnSite site, List<Expression> code)
    {
        foreach (int r in kernel.Reductions)
        {
            site.Known[r] = [.. Enumerable.Range(0, simd.Parts).Select(
                part => (Expression)writer.Assign(code, writer.Call(nameof(KernelRuntime.Load), Accumulator(r, site, part)), $"r{r}"))];
        }
        emitter.Store(body.Stores.Where(s => !s.IsFull), site, code);
    }

    private Expression Accumulator(int reduction, ColumnSite site, int part)
    {
        Expression start = RowOfMemory(Array.IndexOf(kernel.Reductions, reduction));
        Expression column = Expression.Subtract(site.Column, first);
        return KernelWriter.Plus(Expression.Add(start, KernelWriter.Times(column, simd.ElementSize)), part * simd.Lanes * simd.ElementSize);
    }

    /// <summary>Columns j, j + 1, … of one row (or of the results).</summary>
    private sealed class ColumnSite(ColumnEmitter owner, ParameterExpression column, Dictionary<int, ParameterExpression> rowBases) : Site
    {
        public ParameterExpression Column => column;

        public override int Parts => owner.simd.Parts;

        public override InnerStep Step(int access) => owner.kernel.Steps[access];

        public override Expression Stride(int access) => owner.strides[access];

        public override Expression Address(int access, int part)
        {
            int size = owner.body.Memory[access].Size;
            Expression index = KernelWriter.Plus(column, part * owner.simd.Lanes);
            return Step(access) switch
            {
                InnerStep.None => rowBases[access],
                InnerStep.One => Expression.Add(rowBases[access], KernelWriter.Times(index, size)),
                _ => Expression.Add(rowBases[access], KernelWriter.Times(Expression.Multiply(index, owner.strides[access]), size)),
            };
        }
    }
}
