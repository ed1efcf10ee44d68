namespace NeuralJit.Compilation;

/// <summary>
/// The loops of a kernel: outer axes, the reduced axis of a column kernel, and the inner axis. Axes of the domain that all accesses
/// walk alike are merged, extents of 1 are dropped.
/// </summary>
internal sealed class IterationSpace
{
    private IterationSpace(int[] outer, int[] middle, int[] inner, Shape domain, IReadOnlyList<Access> accesses)
    {
        (OuterExtents, OuterStrides) = Merge(outer, domain, accesses);
        (int[] middleExtents, long[][] middleStrides) = Merge(middle, domain, accesses);
        (int[] innerExtents, long[][] innerStrides) = Merge(inner, domain, accesses);
        IsRegular = middleExtents.Length <= 1 && innerExtents.Length <= 1;
        MiddleExtent = middleExtents.Length == 0 ? 1 : middleExtents[0];
        InnerExtent = innerExtents.Length == 0 ? 1 : innerExtents[0];
        MiddleStrides = [.. middleStrides.Select(s => s.Length == 0 ? 0 : s[0])];
        InnerStrides = [.. innerStrides.Select(s => s.Length == 0 ? 0 : s[0])];
    }

    /// <summary>Whether middle and inner axes became at most one each; else no kernel of this kind fits.</summary>
    public bool IsRegular { get; }

    /// <summary>Extents of the outer loops.</summary>
    public int[] OuterExtents { get; }

    /// <summary>Per access, the strides along the outer loops.</summary>
    public long[][] OuterStrides { get; }

    /// <summary>The extent that a column kernel reduces; 1 elsewhere.</summary>
    public int MiddleExtent { get; }

    /// <summary>Per access, the stride along it.</summary>
    public long[] MiddleStrides { get; }

    /// <summary>The extent of the vectorised loop.</summary>
    public int InnerExtent { get; }

    /// <summary>Per access, the stride along it.</summary>
    public long[] InnerStrides { get; }

    /// <summary>Product of the outer extents.</summary>
    public long OuterCount => OuterExtents.Aggregate(1L, (product, extent) => product * extent);

    /// <summary>Loops for element-wise kernels: the last axis inside.</summary>
    public static IterationSpace ForElementwise(Shape domain, IReadOnlyList<Access> accesses)
    {
        int[] axes = AxesOf(domain, _ => true);
        // The inner loop takes as many trailing axes as merge into one.
        int split = axes.Length == 0 ? 0 : axes.Length - 1;
        while (split > 0 && Merge(axes[(split - 1)..], domain, accesses).Extents.Length == 1)
        {
            split--;
        }
        return new IterationSpace(axes[..split], [], axes[split..], domain, accesses);
    }

    /// <summary>Loops for reductions of rows: the reduced axes inside.</summary>
    public static IterationSpace ForRows(Shape domain, Axes reduced, IReadOnlyList<Access> accesses) =>
        new(AxesOf(domain, a => !reduced.Contains(a)), [], AxesOf(domain, reduced.Contains), domain, accesses);

    /// <summary>Loops for reductions of columns: axes before the reduced ones outside, the axes after them inside.</summary>
    public static IterationSpace ForColumns(Shape domain, Axes reduced, IReadOnlyList<Access> accesses)
    {
        int[] middle = AxesOf(domain, reduced.Contains);
        int first = middle.Length == 0 ? 0 : middle[0];
        int[] inner = AxesOf(domain, a => !reduced.Contains(a) && a > first);
        return new(AxesOf(domain, a => !reduced.Contains(a) && a < first), middle, inner, domain, accesses);
    }

    private static int[] AxesOf(Shape domain, Func<int, bool> wanted) =>
        [.. Enumerable.Range(0, domain.Rank).Where(a => domain[a] != 1 && wanted(a))];

    /// <summary>Merges neighbouring axes wherever every access walks from one into the next.</summary>
    private static (int[] Extents, long[][] Strides) Merge(int[] axes, Shape domain, IReadOnlyList<Access> accesses)
    {
        var extents = new List<int>();
        var strides = accesses.Select(_ => new List<long>()).ToArray();
        foreach (int axis in axes)
        {
            bool merges = extents.Count > 0;
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
