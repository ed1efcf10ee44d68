namespace NeuralJit.Compilation;

/// <summary>How a loop kernel walks its domain.</summary>
internal enum LoopForm
{
    /// <summary>One long row, cut into blocks.</summary>
    Flat,

    /// <summary>Rows, each in one or more sweeps.</summary>
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
/// <param name="Body">The scalar program.</param>
/// <param name="Form">How it walks.</param>
/// <param name="OuterRank">Number of outer loops.</param>
/// <param name="Steps">Per access, how it moves along the inner axis.</param>
internal sealed record LoopKernel(KernelBody Body, LoopForm Form, int OuterRank, ValueList<InnerStep> Steps) : IKernelStructure
{
    /// <summary>Positions in the argument table that all loop kernels share.</summary>
    public const int InnerExtent = 0, Block = 1, Count = 2, MiddleExtent = 3, FirstExtent = 4;

    private const int MostOperationsUnrolled = 8;
    private const int ReductionUnroll = 4;

    /// <summary>The kernel that computes <paramref name="body"/> over <paramref name="space"/>.</summary>
    public static LoopKernel Of(KernelBody body, LoopForm form, IterationSpace space)
    {
        ValueList<InnerStep> steps =
            [.. space.InnerStrides.Select(s => s switch { 0 => InnerStep.None, 1 => InnerStep.One, _ => InnerStep.Strided })];
        bool[] moves = [.. steps.Select((step, k) => step != InnerStep.None || space.MiddleStrides[k] != 0)];
        return new LoopKernel(body with { Values = Analysed(body.Values, moves) }, form, space.OuterExtents.Length, steps)
        {
            HasStretches = form == LoopForm.Rows && space.MiddleExtent > 1,
            HasRest = space.SegmentedExtent > 0,
        };
    }

    /// <summary>Whether a row is several stretches, from one to the next of which the accesses step.</summary>
    public bool HasStretches { get; init; }

    /// <summary>Whether the last segment of what is reduced is shorter than the others.</summary>
    public bool HasRest { get; init; }

    /// <summary>Argument entries of an access: address, inner stride (elements), middle stride (bytes), outer strides (bytes).</summary>
    public int SlotsPerAccess => 3 + OuterRank;

    /// <summary>The entry, if there is a rest, of what the loop over a segment walks in all segments together.</summary>
    public int SegmentedExtent => FirstExtent + OuterRank;

    /// <summary>The values that are reductions.</summary>
    public int[] Reductions => [.. Enumerable.Range(0, Body.Values.Count).Where(i => Body.Values[i].Kind == ValueKind.Reduction)];

    /// <summary>Sweeps over a row.</summary>
    public int Sweeps => 1 + (Body.Values.Count == 0 ? 0 : Body.Values.Max(v => v.Sweep));

    /// <summary>
    /// Virtual vectors that one turn of the loop of a sweep takes: several where a reduction does little else, so that its sums do not wait
    /// for each other.
    /// </summary>
    public int UnrollOf(int sweep)
    {
        bool reduces = Form != LoopForm.Columns && Reductions.Any(r => Body.Values[r].Sweep == sweep + 1);
        Value[] work = [.. Body.Values.Where(v => v.IsFull && v.Sweep == sweep && v.Kind is ValueKind.Operation or ValueKind.Select)];
        return reduces && work.Length <= MostOperationsUnrolled
            && work.All(v => v.Kind == ValueKind.Select || RowCache.IsCheap(v.Operator!)) ? ReductionUnroll : 1;
    }

    /// <summary>The first argument entry of access <paramref name="access"/>.</summary>
    public int SlotOf(int access) => SegmentedExtent + (HasRest ? 1 : 0) + (access * SlotsPerAccess);

    /// <summary>Finds for each value whether it changes along the inner axis and in which sweep it is known.</summary>
    private static ValueList<Value> Analysed(ValueList<Value> values, bool[] moves)
    {
        var known = new Value[values.Count];
        for (int i = 0; i < known.Length; i++)
        {
            Value value = values[i];
            known[i] = value with
            {
                IsFull = value.Kind switch
                {
                    ValueKind.Load => moves[value.Access],
                    ValueKind.Reduction => false,
                    _ => value.Inputs.Any(input => known[input].IsFull),
                },
                Sweep = value.Inputs.Count == 0
                    ? 0
                    : value.Inputs.Max(input => known[input].Sweep) + (value.Kind == ValueKind.Reduction ? 1 : 0),
            };
        }
        return new ValueList<Value>(known);
    }
}
