namespace NeuralJit.Kernels;

/// <summary>
/// Reductions over any axes. The dimensions are ordered by stride and merged, so that reduced and kept ones alternate;
/// then the innermost reduced dimension is removed, again and again: along contiguous rows where it is innermost, row
/// by row into a row of results where a kept one is. The order of operations depends on the shape only.
/// </summary>
public static unsafe class Reduction
{
    /// <summary>y = the reduction of x over the axes in the mask (bit i: axis i); the kept axes, dense in row-major order.</summary>
    /// <param name="lengths">The shape of x.</param>
    /// <param name="x">The source.</param>
    /// <param name="xStrides">Its strides in elements.</param>
    /// <param name="axisMask">The axes to reduce.</param>
    /// <param name="y">The destination; the identity where nothing is reduced to an element.</param>
    public static void Run<TReducer, T>(ReadOnlySpan<int> lengths, T* x, ReadOnlySpan<long> xStrides, uint axisMask, T* y)
        where TReducer : struct, IReducer
        where T : unmanaged
    {
        ReductionPlan plan = new(lengths, xStrides, axisMask);
        if (plan.Results == 0)
        {
            return;
        }

        if (plan.Elements == 0)
        {
            Fill.Run(y, plan.Results, TReducer.Identity<SimdScalar<T>, T, T>());
            return;
        }

        if (plan.Rank > 0 && plan.Strides[plan.Rank - 1] != 1)
        {
            RunOnCopy<TReducer, T>(lengths, x, xStrides, axisMask, y);
            return;
        }

        Eliminate<TReducer, T>(plan, x, y);
    }

    /// <summary>Nothing is contiguous (a repeated or a strided source): copy it together first.</summary>
    private static void RunOnCopy<TReducer, T>(ReadOnlySpan<int> lengths, T* x, ReadOnlySpan<long> xStrides, uint axisMask, T* y)
        where TReducer : struct, IReducer
        where T : unmanaged
    {
        Span<long> dense = stackalloc long[lengths.Length];
        long count = DenseStrides(lengths, dense);
        using Scratch scratch = new(count * sizeof(T));
        StridedCopy.Run(lengths, x, xStrides, (T*)scratch.Address, dense);
        Run<TReducer, T>(lengths, (T*)scratch.Address, dense, axisMask, y);
    }

    private static void Eliminate<TReducer, T>(in ReductionPlan plan, T* x, T* y)
        where TReducer : struct, IReducer
        where T : unmanaged
    {
        int axis = plan.InnermostReduced;
        if (axis < 0)
        {
            // Only kept dimensions are left: put them in the order of the result.
            plan.CopyToResult(x, y);
            return;
        }

        ReductionPlan next = plan.Without(axis);
        bool last = next.InnermostReduced < 0 && next.IsResultDense;
        using Scratch scratch = new(last ? 0 : next.Elements * sizeof(T));
        T* target = last ? y : (T*)scratch.Address;
        ReductionStep<TReducer, T>.Run(plan, axis, x, target);
        if (!last)
        {
            Eliminate<TReducer, T>(next, target, y);
        }
    }

    internal static long DenseStrides(ReadOnlySpan<int> lengths, Span<long> strides)
    {
        long count = 1;
        for (int i = lengths.Length - 1; i >= 0; i--)
        {
            strides[i] = count;
            count *= lengths[i];
        }

        return count;
    }
}
