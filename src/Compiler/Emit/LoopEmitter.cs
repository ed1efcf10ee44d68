using System.Linq.Expressions;
using NeuralJit.Kernels;

namespace NeuralJit.Compilation;

/// <summary>
/// Emits loop kernels that walk rows: for each row as many sweeps as its reductions need, each a loop of whole vectors and one partial
/// vector at the end, for each stretch of the row.
/// </summary>
internal sealed partial class LoopEmitter
{
    private readonly LoopKernel kernel;
    private readonly KernelBody body;
    private readonly KernelWriter writer;
    private readonly BodyEmitter emitter;
    private readonly SimdTypes simd;
    private readonly Dictionary<int, ParameterExpression> bases = [];
    private readonly Dictionary<int, ParameterExpression> strides = [];
    private readonly List<int> cached;
    private Dictionary<int, ParameterExpression> stretchBases;
    private ParameterExpression inner = null!;
    private ParameterExpression? stretches;
    private ParameterExpression? walked;
    private ParameterExpression? stretch;
    private ParameterExpression? scratch;

    private LoopEmitter(LoopKernel kernel, SimdTypes simd)
    {
        this.kernel = kernel;
        this.simd = simd;
        body = kernel.Body;
        writer = new KernelWriter(simd);
        emitter = new BodyEmitter(body, writer);
        cached = RowCache.Choose(kernel);
        stretchBases = bases;
    }

    /// <summary>The code of <paramref name="kernel"/> for one vector width.</summary>
    public static Expression<ChunkBody> Emit(LoopKernel kernel, SimdTypes simd, string name)
    {
        var emitter = new LoopEmitter(kernel, simd);
        var code = new List<Expression>();
        emitter.inner = emitter.writer.Assign(code, emitter.writer.Argument(LoopKernel.InnerExtent), "n");
        emitter.LoadStrides(code);
        if (kernel.Form == LoopForm.Flat)
        {
            emitter.EmitFlat(code);
        }
        else
        {
            emitter.EmitRows(code);
        }
        return emitter.writer.Finish(code, name);
    }

    private void LoadStrides(List<Expression> code)
    {
        for (int k = 0; k < body.Memory.Count; k++)
        {
            if (kernel.Steps[k] == InnerStep.Strided)
            {
                strides[k] = writer.Assign(code, writer.Argument(kernel.SlotOf(k) + 1), $"step{k}");
            }
        }
    }

    private void EmitFlat(List<Expression> code)
    {
        for (int k = 0; k < body.Memory.Count; k++)
        {
            bases[k] = writer.Assign(code, writer.Argument(kernel.SlotOf(k)), $"p{k}");
        }
        ParameterExpression block = writer.Assign(code, writer.Argument(LoopKernel.Block), "block");
        ParameterExpression limit = writer.Assign(code, KernelWriter.Min(inner, Expression.Multiply(writer.End, block)), "limit");
        var rowSite = new LoopSite(this, null, 0) { OnePart = true };
        EmitRowValues(0, rowSite, code);
        EmitLoop(0, rowSite, Expression.Multiply(writer.Begin, block), limit, code);
    }

    private void EmitRows(List<Expression> code)
    {
        ParameterExpression block = writer.Assign(code, writer.Argument(LoopKernel.Block), "rowsPerChunk");
        ParameterExpression row = writer.Assign(code, Expression.Multiply(writer.Begin, block), "row");
        ParameterExpression limit = writer.Assign(
            code, KernelWriter.Min(writer.Argument(LoopKernel.Count), Expression.Multiply(writer.End, block)), "rows");
        stretches = kernel.HasStretches ? writer.Assign(code, writer.Argument(LoopKernel.MiddleExtent), "stretches") : null;
        if (cached.Count > 0)
        {
            scratch = writer.Assign(code, KernelWriter.Scratch(KernelWriter.Times(RowOfScratch(), cached.Count)), "scratch");
        }
        var perRow = new List<Expression>();
        Expression segment = OuterAddresses.Emit(kernel, writer, row, bases, perRow), length = inner;
        if (kernel.HasRest && stretches is not null)
        {
            walked = OuterAddresses.ExtentOf(kernel, writer, segment, stretches, "walked", perRow);
        }
        else if (kernel.HasRest)
        {
            length = OuterAddresses.ExtentOf(kernel, writer, segment, inner, "length", perRow);
        }
        var rowSite = new LoopSite(this, null, 0) { OnePart = true };
        for (int sweep = 0; sweep < kernel.Sweeps; sweep++)
        {
            EmitRowValues(sweep, rowSite, perRow);
            if (NeedsLoop(sweep))
            {
                EmitLoop(sweep, rowSite, KernelWriter.Long(0), length, perRow);
            }
        }
        code.Add(KernelWriter.While(row, 1, limit, perRow));
    }

    private bool NeedsLoop(int sweep) =>
        kernel.Reductions.Any(r => body.Values[r].Sweep == sweep + 1)
            || body.Stores.Any(s => IsFullStore(s) && body.Values[s.Value].Sweep == sweep);

    /// <summary>Whether a store writes an element per inner element (a full node of an inner extent of 1 writes one per row).</summary>
    private bool IsFullStore(Store store) => kernel.Steps[store.Access] != InnerStep.None;

    /// <summary>Computes what is the same along the row and known before this sweep, and stores what belongs to the row.</summary>
    private void EmitRowValues(int sweep, LoopSite rowSite, List<Expression> code)
    {
        for (int i = 0; i < body.Values.Count; i++)
        {
            Value value = body.Values[i];
            if (!value.IsFull && value.Sweep == sweep && value.Kind is not (ValueKind.Reduction or ValueKind.Constant))
            {
                emitter.Value(i, rowSite, code);
            }
        }
        foreach (Store store in body.Stores)
        {
            if (!IsFullStore(store) && body.Values[store.Value].Sweep == sweep)
            {
                emitter.Store(store, rowSite, code);
            }
        }
    }

    private bool IsSum(int reduction) => body.Values[reduction].Operator == typeof(SumReducer);

    private ParameterExpression[][] Accumulators(int reduction, int unroll, List<Expression> code) =>
        [.. Enumerable.Range(0, unroll).Select(u => Enumerable.Range(0, simd.Parts).Select(part =>
            writer.Assign(code, Expression.Call(simd.Identity(body.Values[reduction].Operator!)), $"acc{reduction}")).ToArray())];

    /// <summary>One virtual vector of elements: feeds the sweep's reductions, writes its stores.</summary>
    private void EmitElements(int sweep, LoopSite rowSite, ParameterExpression i, int u, Expression? rest,
        Dictionary<int, ParameterExpression[][]> accumulators, List<Expression> code)
    {
        Expression? left = rest is null ? null : writer.Assign(code, rest, "rest");
        var site = new LoopSite(this, i, u * simd.VirtualLanes) { Rest = left };
        foreach ((int known, Expression[] registers) in rowSite.Known)
        {
            site.Known[known] = [.. Enumerable.Repeat(registers[0], simd.Parts)];
        }
        foreach (int c in cached.Where(c => body.Values[c].Sweep < sweep))
        {
            site.Known[c] =
                [.. Enumerable.Range(0, simd.Parts).Select(part => (Expression)writer.Assign(code, LoadCached(c, site, part), $"row{c}"))];
        }
        foreach ((int reduction, ParameterExpression[][] registers) in accumulators)
        {
            Accumulate(body.Values[reduction], registers[u], site, code);
        }
        emitter.Store(body.Stores.Where(s => IsFullStore(s) && body.Values[s.Value].Sweep == sweep), site, code);
        foreach (int c in cached.Where(c => body.Values[c].Sweep == sweep))
        {
            Expression[] registers = emitter.Value(c, site, code);
            for (int part = 0; part < simd.Parts; part++)
            {
                code.Add(writer.Call(nameof(KernelRuntime.Store), ScratchAddress(c, site, part), registers[part]));
            }
        }
    }

    private void Accumulate(Value reduction, ParameterExpression[] accumulator, LoopSite site, List<Expression> code)
    {
        Expression[] input = emitter.Value(reduction.Inputs[0], site, code);
        for (int part = 0; part < simd.Parts; part++)
        {
            Expression element = emitter.Count(site, part) is { } count
                ? writer.Call(nameof(KernelRuntime.FirstLanes), input[part], Expression.Call(simd.Identity(reduction.Operator!)), count)
                : input[part];
            code.Add(Expression.Assign(accumulator[part], Expression.Call(simd.Apply(reduction.Operator!), accumulator[part], element)));
        }
    }

    /// <summary>Combines accumulators in a tree that is the same at every width.</summary>
    private ParameterExpression Combined(
        int reduction, ParameterExpression[][] accumulators, SecondLevel? second, Expression isLong, List<Expression> code)
    {
        Type reducer = body.Values[reduction].Operator!;
        Expression[] parts = Tree(reducer, accumulators);
        if (second is not null)
        {
            ParameterExpression[] last = [.. parts.Select(part => writer.Assign(code, part, "last"))];
            var total = new List<Expression>();
            second.EmitTotal(last, total);
            code.Add(Expression.IfThen(isLong, Expression.Block(total)));
            parts = last;
        }
        while (parts.Length > 1)
        {
            int half = parts.Length / 2;
            parts = [.. Enumerable.Range(0, half).Select(p => Expression.Call(simd.Apply(reducer), parts[p], parts[p + half]))];
        }
        return writer.Assign(code, Expression.Call(simd.Runtime(nameof(KernelRuntime.Horizontal), reducer), parts[0]), $"r{reduction}");
    }

    /// <summary>The accumulators of a loop's turn as one.</summary>
    private Expression[] Tree(Type reducer, ParameterExpression[][] accumulators)
    {
        Expression[][] rows = [.. accumulators.Select(a => a.Cast<Expression>().ToArray())];
        while (rows.Length > 1)
        {
            rows = [.. Enumerable.Range(0, rows.Length / 2).Select(
                u => rows[2 * u].Zip(rows[(2 * u) + 1], (a, b) => (Expression)Expression.Call(simd.Apply(reducer), a, b)).ToArray())];
        }
        return rows[0];
    }

    private MethodCallExpression LoadCached(int value, LoopSite site, int part) =>
        writer.Call(nameof(KernelRuntime.Load), ScratchAddress(value, site, part));

    private Expression ScratchAddress(int value, LoopSite site, int part)
    {
        Expression row = KernelWriter.Times(RowOfScratch(), cached.IndexOf(value));
        Expression start = cached.IndexOf(value) == 0 ? scratch! : Expression.Add(scratch!, row);
        return site.Offset(stretch is null ? start : Expression.Add(start, Expression.Multiply(stretch, StretchOfScratch())),
            simd.ElementSize, part);
    }

    /// <summary>Bytes of a kept value's row; a partial vector at its end is written whole.</summary>
    private Expression RowOfScratch() => stretches is null ? StretchOfScratch() : Expression.Multiply(StretchOfScratch(), stretches);

    private Expression StretchOfScratch() => KernelWriter.Times(KernelWriter.Plus(inner, simd.VirtualLanes), simd.ElementSize);
}
