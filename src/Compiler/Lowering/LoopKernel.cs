using System.Text;

namespace NeuralJit.Compilation;

/// <summary>How a loop kernel walks its domain.</summary>
internal enum LoopForm
{
    /// <summary>One long row, cut into blocks.</summary>
    Flat,

    /// <summary>Rows, each in one or more passes.</summary>
    Rows,

    /// <summary>Columns: the middle axis is reduced while the inner one stays.</summary>
    Columns,
}

/// <summary>How an access moves along the inner axis.</summary>
internal enum InnerStep
{
    /// <summary>It stays.</summary>
    None,

    /// <summary>To the next element.</summary>
    One,

    /// <summary>By a stride that is an argument.</summary>
    Strided,
}

/// <summary>
/// The structure of a loop kernel: everything that its code depends on. Extents, strides and addresses are arguments, so kernels of the
/// same structure share code and a new batch size needs none.
/// </summary>
internal sealed class LoopKernel : IKernelStructure
{
    /// <summary>Positions in the argument table that all loop kernels share.</summary>
    public const int InnerExtent = 0, Block = 1, Count = 2, MiddleExtent = 3, FirstExtent = 4;

    private const int MostOperationsUnrolled = 8;
    private const int ReductionUnroll = 4;

    /// <summary>Makes the structure of <paramref name="body"/> over <paramref name="space"/>.</summary>
    public LoopKernel(KernelBody body, LoopForm form, IterationSpace space)
    {
        Body = body;
        Form = form;
        OuterRank = space.OuterExtents.Length;
        Steps = [.. space.InnerStrides.Select(s => s switch { 0 => InnerStep.None, 1 => InnerStep.One, _ => InnerStep.Strided })];
        SlotsPerAccess = 3 + OuterRank;
        Analyse(space);
        Reductions = [.. Enumerable.Range(0, body.Values.Count).Where(i => body.Values[i].Kind == ValueKind.Reduction)];
    }

    /// <summary>The scalar program.</summary>
    public KernelBody Body { get; }

    /// <summary>How it walks.</summary>
    public LoopForm Form { get; }

    /// <summary>Number of outer loops.</summary>
    public int OuterRank { get; }

    /// <summary>Per access, how it moves along the inner axis.</summary>
    public InnerStep[] Steps { get; }

    /// <summary>Argument entries of an access: address, inner stride (elements), middle stride (bytes), outer strides (bytes).</summary>
    public int SlotsPerAccess { get; }

    /// <summary>The values that are reductions.</summary>
    public int[] Reductions { get; }

    /// <summary>Passes over a row.</summary>
    public int Phases { get; private set; }

    /// <summary>
    /// Virtual vectors that one turn of the loop of a pass takes: several where a reduction does little else, so that its sums do not wait for each other.
    /// </summary>
    public int UnrollOf(int phase)
    {
        bool reduces = Form != LoopForm.Columns && Reductions.Any(r => Body.Values[r].Phase == phase + 1);
        Value[] work = [.. Body.Values.Where(v => v.IsFull && v.Phase == phase && v.Kind is ValueKind.Operation or ValueKind.Select)];
        return reduces && work.Length <= MostOperationsUnrolled && work.All(v => v.Kind == ValueKind.Select || RowCache.IsCheap(v.Operator!)) ? ReductionUnroll : 1;
    }

    /// <summary>The first argument entry of access <paramref name="access"/>.</summary>
    public int SlotOf(int access) => FirstExtent + OuterRank + (access * SlotsPerAccess);

    /// <summary>The structure as text.</summary>
    public string Key(int vectorBits)
    {
        var key = new StringBuilder();
        key.Append("loop").Append(vectorBits).Append((int)Form).Append('/').Append(OuterRank).Append('/').AppendJoin(',', Steps.Select(s => (int)s)).Append('|');
        Body.WriteKey(key);
        return key.ToString();
    }

    /// <summary>Finds for each value whether it changes along the inner axis and in which pass it is known.</summary>
    private void Analyse(IterationSpace space)
    {
        bool columns = Form == LoopForm.Columns;
        foreach (Value value in Body.Values)
        {
            value.IsFull = value.Kind switch
            {
                ValueKind.Load => columns ? space.MiddleStrides[value.Access] != 0 || Steps[value.Access] != InnerStep.None : Steps[value.Access] != InnerStep.None,
                ValueKind.Reduction => false,
                _ => value.Inputs.Any(i => Body.Values[i].IsFull),
            };
            value.Phase = value.Inputs.Length == 0 ? 0 : value.Inputs.Max(i => Body.Values[i].Phase) + (value.Kind == ValueKind.Reduction ? 1 : 0);
        }
        Phases = 1 + (Body.Values.Count == 0 ? 0 : Body.Values.Max(v => v.Phase));
    }
}
