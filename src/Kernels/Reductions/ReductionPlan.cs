namespace NeuralJit.Kernels;

/// <summary>
/// The dimensions of a reduction, outermost first, ordered by falling stride and merged where two of a kind follow each
/// other in the source (and, kept ones, in the result).
/// </summary>
internal unsafe struct ReductionPlan
{
    /// <summary>The number of dimensions.</summary>
    public int Rank;

    /// <summary>The number of elements of the source.</summary>
    public long Elements;

    /// <summary>The number of results.</summary>
    public long Results;

    /// <summary>The extents.</summary>
    public fixed long Lengths[LoopNest.MaxRank];

    /// <summary>The source's strides in elements.</summary>
    public fixed long Strides[LoopNest.MaxRank];

    /// <summary>The result's strides in elements; −1 for a dimension that is reduced.</summary>
    public fixed long ResultStrides[LoopNest.MaxRank];

    /// <summary>Orders and merges the dimensions of a source.</summary>
    public ReductionPlan(ReadOnlySpan<int> lengths, ReadOnlySpan<long> strides, uint axisMask)
    {
        if (lengths.Length > LoopNest.MaxRank || strides.Length != lengths.Length)
        {
            throw new ArgumentException(
                $"reduction: expected at most {LoopNest.MaxRank} dimensions with a stride each, "
                + $"got {lengths.Length} and {strides.Length}.");
        }

        Elements = 1;
        Results = 1;
        for (int i = lengths.Length - 1; i >= 0; i--)
        {
            bool reduced = ((axisMask >> i) & 1) != 0;
            long resultStride = reduced ? -1 : Results;
            Elements *= lengths[i];
            Results *= reduced ? 1 : lengths[i];
            if (lengths[i] != 1)
            {
                Insert(lengths[i], strides[i], resultStride);
            }
        }

        Merge();
    }

    /// <summary>The innermost dimension that is reduced, or −1.</summary>
    public readonly int InnermostReduced
    {
        get
        {
            int axis = Rank - 1;
            while (axis >= 0 && ResultStrides[axis] >= 0)
            {
                axis--;
            }

            return axis;
        }
    }

    /// <summary>Whether the dimensions (all kept) are in the result's order.</summary>
    public readonly bool IsResultDense
    {
        get
        {
            long stride = 1;
            for (int i = Rank - 1; i >= 0; i--)
            {
                if (ResultStrides[i] != stride)
                {
                    return false;
                }

                stride *= Lengths[i];
            }

            return true;
        }
    }

    /// <summary>What is left to reduce after one dimension is: a dense intermediate of the other dimensions.</summary>
    public readonly ReductionPlan Without(int axis)
    {
        ReductionPlan next = default;
        next.Elements = Elements / Lengths[axis];
        next.Results = Results;
        for (int i = 0; i < Rank; i++)
        {
            if (i != axis)
            {
                next.Lengths[next.Rank] = Lengths[i];
                next.ResultStrides[next.Rank++] = ResultStrides[i];
            }
        }

        long stride = 1;
        for (int i = next.Rank - 1; i >= 0; i--)
        {
            next.Strides[i] = stride;
            stride *= next.Lengths[i];
        }

        next.Merge();
        return next;
    }

    /// <summary>Copies kept dimensions to their places in the result.</summary>
    public readonly void CopyToResult<T>(T* x, T* y)
        where T : unmanaged
    {
        Span<int> lengths = stackalloc int[Rank];
        Span<long> from = stackalloc long[Rank];
        Span<long> to = stackalloc long[Rank];
        for (int i = 0; i < Rank; i++)
        {
            // A storage holds fewer than 2^31 elements, so a merged extent fits as well.
            lengths[i] = checked((int)Lengths[i]);
            from[i] = Strides[i];
            to[i] = ResultStrides[i];
        }

        StridedCopy.Run(lengths, x, from, y, to);
    }

    private void Insert(long length, long stride, long resultStride)
    {
        // Inner axes come first here, so an axis goes outside those of the same stride.
        int place = Rank++;
        for (; place > 0 && Math.Abs(Strides[place - 1]) <= Math.Abs(stride); place--)
        {
        }

        for (int i = Rank - 1; i > place; i--)
        {
            Lengths[i] = Lengths[i - 1];
            Strides[i] = Strides[i - 1];
            ResultStrides[i] = ResultStrides[i - 1];
        }

        Lengths[place] = length;
        Strides[place] = stride;
        ResultStrides[place] = resultStride;
    }

    private void Merge()
    {
        int kept = 0;
        for (int i = 0; i < Rank; i++)
        {
            int outer = kept - 1;
            bool follows = outer >= 0 && Strides[outer] == Strides[i] * Lengths[i];
            bool sameKind = outer >= 0 && (ResultStrides[i] < 0
                ? ResultStrides[outer] < 0
                : ResultStrides[outer] == ResultStrides[i] * Lengths[i]);
            int to = follows && sameKind ? outer : kept++;
            Lengths[to] = Lengths[i] * (to == outer ? Lengths[outer] : 1);
            Strides[to] = Strides[i];
            ResultStrides[to] = ResultStrides[i];
        }

        Rank = kept;
    }
}
