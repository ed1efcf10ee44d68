namespace NeuralJit.Kernels;

/// <summary>
/// Writes at places that another tensor names, as torch.scatter and torch.scatter_reduce: y[o, indices[o, i, r], r] is
/// set to, or combined with, x[o, i, r]. Where indices repeat, elements are combined in the order of i (set: the last
/// one stays), so results do not depend on threads; where they may repeat often, sums keep what rounding takes (<see cref="RunningSum"/>).
/// </summary>
public static unsafe partial class Scatter
{
    /// <summary>y[o, indices[o, i, r], r] = x[o, i, r].</summary>
    /// <param name="outer">The elements before the axis.</param>
    /// <param name="length">The axis' extent in y.</param>
    /// <param name="inner">The elements after the axis.</param>
    /// <param name="x">The source, dense [outer, count, inner].</param>
    /// <param name="indices">The places, dense like the source.</param>
    /// <param name="count">The axis' extent in the source.</param>
    /// <param name="y">What is written into, dense [outer, length, inner].</param>
    /// <exception cref="IndexOutOfRangeException">An index is negative or not below the length; nothing was written.</exception>
    public static void Set<T, TIndex>(long outer, long length, long inner, T* x, TIndex* indices, long count, T* y)
        where T : unmanaged
        where TIndex : unmanaged
    {
        IndexCheck.Run("scatter", indices, outer * count * inner, length);
        SetJob<T, TIndex> job = new(length, inner, x, indices, count, y);
        ParallelLoop.Run(ref job, outer, work: count * inner);
    }

    /// <summary>
    /// y[o, indices[o, i, r], r] = f(y[o, indices[o, i, r], r], x[o, i, r]): add, multiply, greatest or smallest by the reducer.
    /// </summary>
    /// <param name="outer">The elements before the axis.</param>
    /// <param name="length">The axis' extent in y.</param>
    /// <param name="inner">The elements after the axis.</param>
    /// <param name="x">The source, dense [outer, count, inner].</param>
    /// <param name="indices">The places, dense like the source.</param>
    /// <param name="count">The axis' extent in the source.</param>
    /// <param name="y">What is combined with, dense [outer, length, inner].</param>
    /// <exception cref="IndexOutOfRangeException">An index is negative or not below the length; nothing was written.</exception>
    public static void Run<TReducer, T, TIndex>(long outer, long length, long inner, T* x, TIndex* indices, long count, T* y)
        where TReducer : struct, IReducer
        where T : unmanaged
        where TIndex : unmanaged
    {
        IndexCheck.Run("scatter", indices, outer * count * inner, length);
        bool isLong = RunningSum.Rounds<TReducer, T>() && count > RunningSum.BlockSteps
            && RepeatsOften(outer, length, inner, indices, count);
        CombineJob<TReducer, T, TIndex> job = new(length, inner, x, indices, count, y, isLong);
        ParallelLoop.Run(ref job, outer, work: count * inner);
    }

    /// <summary>Whether a place is named more often than a running sum takes.</summary>
    private static bool RepeatsOften<TIndex>(long outer, long length, long inner, TIndex* indices, long count)
        where TIndex : unmanaged
    {
        using Scratch scratch = new(length * inner);
        byte* times = scratch.Address;
        for (long slice = 0; slice < outer * count; slice++)
        {
            if (slice % count == 0)
            {
                Fill.Run(times, length * inner, default);
            }

            for (long r = 0; r < inner; r++)
            {
                if (++times[(IndexCheck.Value(indices[(slice * inner) + r]) * inner) + r] > RunningSum.BlockSteps)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private readonly struct SetJob<T, TIndex>(long length, long inner, T* x, TIndex* indices, long count, T* y) : ILoopJob
        where T : unmanaged
        where TIndex : unmanaged
    {
        public void Run(long begin, long end)
        {
            for (long outer = begin; outer < end; outer++)
            {
                T* target = y + (outer * length * inner);
                for (long i = 0, at = outer * count * inner; i < count; i++)
                {
                    for (long r = 0; r < inner; r++, at++)
                    {
                        target[(IndexCheck.Value(indices[at]) * inner) + r] = x[at];
                    }
                }
            }
        }
    }

    private readonly struct CombineJob<TReducer, T, TIndex>(
        long length, long inner, T* x, TIndex* indices, long count, T* y, bool isLong) : ILoopJob
        where TReducer : struct, IReducer
        where T : unmanaged
        where TIndex : unmanaged
    {
        public void Run(long begin, long end)
        {
            using Scratch scratch = new(isLong ? length * inner * sizeof(T) : 0);
            T* low = (T*)scratch.Address;
            for (long outer = begin; outer < end; outer++)
            {
                if (isLong)
                {
                    Fill.Run(low, length * inner, default);
                }

                T* target = y + (outer * length * inner);
                for (long i = 0, at = outer * count * inner; i < count; i++)
                {
                    for (long r = 0; r < inner; r++, at++)
                    {
                        long place = (IndexCheck.Value(indices[at]) * inner) + r;
                        if (isLong)
                        {
                            RunningSum.Add<SimdScalar<T>, T, T>(ref target[place], ref low[place], x[at]);
                        }
                        else
                        {
                            target[place] = TReducer.Apply<SimdScalar<T>, T, T>(target[place], x[at]);
                        }
                    }
                }
            }
        }
    }
}
