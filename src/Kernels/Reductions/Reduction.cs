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

        if (plan.Rank > 0 && plan.Strides[plan.Rank - 1] == 0)
        {
            RunOnRepeated<TReducer, T>(lengths, x, xStrides, axisMask, y);
            return;
        }

        if (plan.Rank > 0 && plan.Strides[plan.Rank - 1] != 1)
        {
            RunOnCopy<TReducer, T>(lengths, x, xStrides, axisMask, y);
            return;
        }

        Eliminate<TReducer, T>(plan, x, y);
    }

    /// <summary>
    /// Some axes repeat their elements: reduce once over the others, combine the result with itself, and repeat it. No memory is needed for
    /// copies.
    /// </summary>
    private static void RunOnRepeated<TReducer, T>(ReadOnlySpan<int> lengths, T* x, ReadOnlySpan<long> xStrides, uint axisMask, T* y)
        where TReducer : struct, IReducer
        where T : unmanaged
    {
        Span<int> once = stackalloc int[lengths.Length], results = stackalloc int[lengths.Length];
        long times = 1, count = 1;
        for (int i = 0; i < lengths.Length; i++)
        {
            bool reduced = ((axisMask >> i) & 1) != 0;
            once[i] = xStrides[i] == 0 ? 1 : lengths[i];
            times *= reduced && xStrides[i] == 0 ? lengths[i] : 1;
            results[i] = reduced ? 1 : lengths[i];
            count *= reduced ? 1 : once[i];
        }

        using Scratch scratch = new(count * sizeof(T));
        T* sums = (T*)scratch.Address;
        Run<TReducer, T>(once, x, xStrides, axisMask, sums);
        for (long i = 0; i < count; i++)
        {
            sums[i] = Repeat<TReducer, T>(sums[i], times);
        }

        Span<long> from = stackalloc long[lengths.Length], to = stackalloc long[lengths.Length];
        DenseStrides(results, to);
        long stride = 1;
        for (int i = lengths.Length - 1; i >= 0; i--)
        {
            bool kept = ((axisMask >> i) & 1) == 0 && once[i] > 1;
            from[i] = kept ? stride : 0;
            stride *= kept ? once[i] : 1;
        }

        StridedCopy.Run(results, sums, from, y, to);
    }

    /// <summary>x combined with itself, <paramref name="times"/> in all: by doubling, since the combination is associative.</summary>
    private static T Repeat<TReducer, T>(T x, long times)
        where TReducer : struct, IReducer
        where T : unmanaged
    {
        T result = TReducer.Identity<SimdScalar<T>, T, T>();
        for (; times > 0; times >>= 1)
        {
            result = (times & 1) != 0 ? TReducer.Apply<SimdScalar<T>, T, T>(result, x) : result;
            x = TReducer.Apply<SimdScalar<T>, T, T>(x, x);
        }

        return result;
    }

    /// <summary>Nothing is contiguous (a strided source): copy it together first.</summary>
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
