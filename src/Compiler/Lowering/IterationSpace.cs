namespace NeuralJit.Compilation;

/// <summary>
/// The loops of a kernel: outer axes, a middle axis, and the inner axis. The middle axis is the reduced one of a column kernel; a row
/// kernel has one where its accesses do not walk a row in one step: the row is then so many stretches. Axes of the domain that all accesses
/// walk alike are merged, extents of 1 are dropped.
/// </summary>
internal sealed class IterationSpace
{
    private IterationSpace(int[] outer, int[] middle, int[] inner, LoopDomain loops)
    {
        (IntList domain, IReadOnlyList<Access> accesses) = (loops.Extents, loops.Accesses);
        (OuterExtents, OuterStrides) = Merge(outer, domain, accesses, apart: loops.HasRest ? loops.SegmentAxis : -1);
        (int[] middleExtents, long[][] middleStrides) = Merge(middle, domain, accesses);
        (int[] innerExtents, long[][] innerStrides) = Merge(inner, domain, accesses);
        if (middle.Length == 0 && innerExtents.Length == 2)
        {
            (middleExtents, middleStrides) = (innerExtents[..1], [.. innerStrides.Select(s => s[..1])]);
            (innerExtents, innerStrides) = (innerExtents[1..], [.. innerStrides.Select(s => s[1..])]);
        }
        IsRegular = middleExtents.Length <= 1 && innerExtents.Length <= 1;
        MiddleExtent = middleExtents.Length == 0 ? 1 : middleExtents[0];
        InnerExtent = innerExtents.Length == 0 ? 1 : innerExtents[0];
        MiddleStrides = [.. middleStrides.Select(s => s.Length == 0 ? 0 : s[0])];
        InnerStrides = [.. innerStrides.Select(s => s.Length == 0 ? 0 : s[0])];
        int segment = middleExtents.Length > 0 ? MiddleExtent : InnerExtent;
        SegmentedExtent = loops.HasRest ? (long)segment / loops.Extents[loops.SegmentAxis + 1] * loops.Segmented : 0;
    }

    /// <summary>Whether middle and inner axes became at most one each; else no kernel of this kind fits.</summary>
    public bool IsRegular { get; }

    /// <summary>Extents of the outer loops.</summary>
    public int[] OuterExtents { get; }

    /// <summary>Per access, the strides along the outer loops.</summary>
    public long[][] OuterStrides { get; }

    /// <summary>The extent that a column kernel reduces, the number of stretches of a row; 1 elsewhere.</summary>
    public int MiddleExtent { get; }

    /// <summary>Per access, the stride along it.</summary>
    public long[] MiddleStrides { get; }

    /// <summary>The extent of the vectorised loop.</summary>
    public int InnerExtent { get; }

    /// <summary>Per access, the stride along it.</summary>
    public long[] InnerStrides { get; }

    /// <summary>
    /// Where the last segment is shorter than the others: what the loop that walks a segment (the middle one, else the inner one) walks in
    /// all segments together, which the last outer loop counts. Else 0.
    /// </summary>
    public long SegmentedExtent { get; }

    /// <summary>Product of the outer extents.</summary>
    public long OuterCount => OuterExtents.Aggregate(1L, (product, extent) => product * extent);

    /// <summary>Loops for element-wise kernels: the last axis inside.</summary>
    public static IterationSpace ForElementwise(LoopDomain loops)
    {
        (IntList domain, IReadOnlyList<Access> accesses) = (loops.Extents, loops.Accesses);
        int[] axes = AxesOf(domain, _ => true);
        // The inner loop takes as many trailing axes as merge into one.
        int split = axes.Length == 0 ? 0 : axes.Length - 1;
        while (split > 0 && Merge(axes[(split - 1)..], domain, accesses).Extents.Length == 1)
        {
            split--;
        }
        return new IterationSpace(axes[..split], [], axes[split..], loops);
    }

    /// <summary>Loops for reductions of rows: the reduced axes inside.</summary>
    public static IterationSpace ForRows(LoopDomain loops) =>
        new(AxesOf(loops.Extents, a => !loops.Reduced.Contains(a)), [], AxesOf(loops.Extents, loops.Reduced.Contains), loops);

    /// <summary>Loops for reductions of columns: axes before the reduced ones outside, the axes after them inside.</summary>
    public static IterationSpace ForColumns(LoopDomain loops)
    {
        (IntList domain, Axes reduced) = (loops.Extents, loops.Reduced);
        int[] middle = AxesOf(domain, reduced.Contains);
        int first = middle.Length == 0 ? 0 : middle[0];
        int[] inner = AxesOf(domain, a => !reduced.Contains(a) && a > first);
        return new(AxesOf(domain, a => !reduced.Contains(a) && a < first), middle, inner, loops);
    }

    private static int[] AxesOf(IntList domain, Func<int, bool> wanted) =>
        [.. Enumerable.Range(0, domain.Count).Where(a => domain[a] != 1 && wanted(a))];

    /// <summary>
    /// Merges neighbouring axes wherever every access walks from one into the next; the one that stays <paramref name="apart"/> merges with
    /// none before it.
    /// </summary>
    private static (int[] Extents, long[][] Strides) Merge(int[] axes, IntList domain, IReadOnlyList<Access> accesses, int apart = -1)
    {
        var extents = new List<int>();
        var strides = accesses.Select(_ => new List<long>()).ToArray();
        foreach (int axis in axes)
        {
            bool merges = extents.Count > 0 && axis != apart;
            for (int k = 0; k < accesses.Count && merges; k++)
            {
                merges = strides[k][^1] == accesses[k].Strides[axis] * domain[axis];
            }
            if (merges)
            {
                extents[^1] *= domain[axis];
            }
            else
            {
                extents.Add(domain[axis]);
            }
            for (int k = 0; k < accesses.Count; k++)
            {
                if (!merges)
                {
                    strides[k].Add(0);
                }
                strides[k][^1] = accesses[k].Strides[axis];
            }
        }
        return ([.. extents], [.. strides.Select(s => s.ToArray())]);
    }
}
