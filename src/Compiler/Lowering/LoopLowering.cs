namespace NeuralJit.Compilation;

/// <summary>Turns a loop group into a kernel and its arguments.</summary>
internal static class LoopLowering
{
    private const long FlatBlockBytes = 32 * 1024;
    private const long RowChunkElements = 16 * 1024;
    private const long ParallelWork = 48 * 1024;
    private const int LargestColumnBlock = 256;
    private const int WideColumnBlock = 2048;
    private const int EnoughOuter = 8;

    /// <summary>
    /// The loops of a group's kernel, or null when its views cannot be walked by such loops (its ops then run one by one).
    /// </summary>
    public static LoopPlan? Plan(Group group, HashSet<Node> stored)
    {
        GroupBody body = BodyBuilder.Build(group, stored);
        LoopDomain domain = LoopDomain.Of(group, body);
        (LoopForm form, IterationSpace space) = group.Reduced is null ? (LoopForm.Rows, IterationSpace.ForElementwise(domain))
            : group.IsColumn ? (LoopForm.Columns, IterationSpace.ForColumns(domain))
            : (LoopForm.Rows, IterationSpace.ForRows(domain));
        if (!space.IsRegular || !StoresAreContiguous(body.Body, space))
        {
            return null;
        }
        bool flat = form == LoopForm.Rows && group.Reduced is null && space.OuterExtents.Length == 0;
        return new LoopPlan(body, flat ? LoopForm.Flat : form, space);
    }

    /// <summary>The kernel call of a group whose loops are planned.</summary>
    public static KernelCall Lower(Group group, LoopPlan plan, string name)
    {
        (GroupBody body, LoopForm form, IterationSpace space) = plan;
        LoopKernel kernel = LoopKernel.Of(body.Body, form, space);
        (long block, long count, long chunks) = Chunks(form, space, body.Body.Type.Size);
        long work = (long)space.InnerExtent * space.MiddleExtent * space.OuterCount * (1 + (Cost(body.Body) / 2));
        return new KernelCall
        {
            Name = name,
            Kind = form == LoopForm.Columns ? "column" : "loop",
            Structure = kernel,
            Arguments = Arguments(kernel, space, block, count),
            Addresses = [.. body.Accesses.Select((a, k) => new AddressArgument(kernel.SlotOf(k), a.Source, a.Offset * a.DType.Size))],
            Chunks = chunks,
            IsParallel = chunks > 1 && work >= ParallelWork,
            Loads = [.. Accesses(stored: false)],
            Stores = [.. Accesses(stored: true)],
            Sweeps = kernel.Sweeps,
            Unroll = Enumerable.Range(0, kernel.Sweeps).Max(kernel.UnrollOf),
            Description = $"{string.Join('+', group.Nodes.Select(n => n.Op.Name))} over {group.Domain}"
                + (group.Reduced is { } r ? $", reduces {r}" : "") + (group.Segment is { } s ? $" in segments of {s}" : "")
                    + $", {kernel.Sweeps} sweep{(kernel.Sweeps == 1 ? "" : "s")}, {chunks} chunk{(chunks == 1 ? "" : "s")}",
        };

        IEnumerable<AccessReport> Accesses(bool stored) => Enumerable.Range(0, body.Accesses.Count).Where(k => body.Writes(k) == stored)
            .Select(k => AccessReport.Of(body.Accesses[k], group.Domain, space.InnerStrides[k]));
    }

    private static int Cost(KernelBody body) => body.Values.Count(v => v.Kind is ValueKind.Operation or ValueKind.Select);

    private static bool StoresAreContiguous(KernelBody body, IterationSpace space) =>
        body.Stores.All(s => space.InnerStrides[s.Access] is 0 or 1);

    private static (long Block, long Count, long Chunks) Chunks(LoopForm form, IterationSpace space, int elementSize)
    {
        int lanes = 64 / elementSize;
        switch (form)
        {
            case LoopForm.Flat:
                long block = FlatBlockBytes / elementSize;
                return (block, 1, Math.Max(1, (space.InnerExtent + block - 1) / block));
            case LoopForm.Columns:
                long wanted = space.InnerExtent <= lanes * 4 ? space.InnerExtent
                    : space.OuterCount >= EnoughOuter ? Math.Min(WideColumnBlock, space.InnerExtent)
                    : Math.Min(LargestColumnBlock, (space.InnerExtent + 3) / 4);
                long columns = (wanted + lanes - 1) / lanes * lanes;
                return (columns, space.OuterCount, space.OuterCount * ((space.InnerExtent + columns - 1) / columns));
            default:
                long rows = Math.Max(1, RowChunkElements / Math.Max(1, (long)space.InnerExtent * space.MiddleExtent));
                return (rows, space.OuterCount, (space.OuterCount + rows - 1) / rows);
        }
    }

    private static long[] Arguments(LoopKernel kernel, IterationSpace space, long block, long count)
    {
        long[] table = new long[kernel.SlotOf(kernel.Body.Memory.Count)];
        table[LoopKernel.InnerExtent] = space.InnerExtent;
        table[LoopKernel.Block] = block;
        table[LoopKernel.Count] = count;
        table[LoopKernel.MiddleExtent] = space.MiddleExtent;
        for (int d = 0; d < space.OuterExtents.Length; d++)
        {
            table[LoopKernel.FirstExtent + d] = space.OuterExtents[d];
        }
        if (kernel.HasRest)
        {
            table[kernel.SegmentedExtent] = space.SegmentedExtent;
        }
        for (int k = 0; k < kernel.Body.Memory.Count; k++)
        {
            int size = kernel.Body.Memory[k].Size, slot = kernel.SlotOf(k);
            table[slot + 1] = space.InnerStrides[k];
            table[slot + 2] = space.MiddleStrides[k] * size;
            for (int d = 0; d < space.OuterExtents.Length; d++)
            {
                table[slot + 3 + d] = space.OuterStrides[k][d] * size;
            }
        }
        return table;
    }
}
