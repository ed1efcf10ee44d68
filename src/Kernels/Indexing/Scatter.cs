namespace NeuralJit.Kernels;

/// <summary>
/// Writes at places that another tensor names, as torch.scatter and torch.scatter_reduce: y[o, indices[o, i, r], r] is
/// set to, or combined with, x[o, i, r]. Where indices repeat, elements are combined in the order of i (set: the last
/// one stays), so results do not depend on threads; where they may repeat often, sums keep what rounding takes (<see cref="RunningSum"/>).
/// </summary>
public static unsafe class Scatter
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
        for (long slice = 0; slice < outer * count; slice++)
        {
            T* target = y + (slice / count * length * inner);
            for (long r = 0; r < inner; r++)
            {
                long at = (slice * inner) + r;
                target[(IndexCheck.Value(indices[at]) * inner) + r] = x[at];
            }
        }
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
        using Scratch scratch = new(isLong ? length * inner * sizeof(T) : 0);
        T* low = (T*)scratch.Address;
        for (long slice = 0; slice < outer * count; slice++)
        {
            T* target = y + (slice / count * length * inner);
            if (isLong && slice % count == 0)
            {
                Fill.Run(low, length * inner, default);
            }

            for (long r = 0; r < inner; r++)
            {
                long at = (slice * inner) + r, place = (IndexCheck.Value(indices[at]) * inner) + r;
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

    /// <summary>
    /// Combines whole slices: y[o, indices[i], :] = f(y[o, indices[i], :], x[o, i, :]), the gradient of taking slices.
    /// </summary>
    /// <param name="outer">The elements before the axis.</param>
    /// <param name="length">The axis' extent in y.</param>
    /// <param name="inner">The elements after the axis.</param>
    /// <param name="x">The source, dense [outer, count, inner].</param>
    /// <param name="indices">One place per slice.</param>
    /// <param name="count">The number of slices.</param>
    /// <param name="y">What is combined with, dense [outer, length, inner].</param>
    /// <exception cref="IndexOutOfRangeException">An index is negative or not below the length; nothing was written.</exception>
    public static void Slices<TReducer, T, TIndex>(long outer, long length, long inner, T* x, TIndex* indices, long count, T* y)
        where TReducer : struct, IReducer
        where T : unmanaged
        where TIndex : unmanaged
    {
        IndexCheck.Run("scatter", indices, count, length);
        ReadOnlySpan<int> shape = [checked((int)inner)];
        ReadOnlySpan<long> dense = [1];
        bool mayBeLong = RunningSum.Rounds<TReducer, T>() && count > RunningSum.BlockSteps;
        using Scratch slots = new(mayBeLong ? length * sizeof(int) : 0);
        using Scratch scratch = new(mayBeLong ? AssignSlots((int*)slots.Address, indices, count, length) * inner * sizeof(T) : 0);
        for (long slice = 0; slice < outer * count; slice++)
        {
            (long place, long i) = Math.DivRem(slice, count);
            long index = IndexCheck.Value(indices[i]);
            T* target = y + (((place * length) + index) * inner), source = x + (slice * inner);
            if (mayBeLong && i == 0)
            {
                BeginSlots((int*)slots.Address, length);
            }

            if (mayBeLong && ((int*)slots.Address)[index] is not 0 and var slot)
            {
                T* low = (T*)scratch.Address + ((Math.Abs(slot) - 1) * inner);
                if (slot < 0)
                {
                    ((int*)slots.Address)[index] = -slot;
                    Fill.Run(low, inner, default);
                }

                Simd.Run<AddLong<T>, T, AddLong<T>>(new AddLong<T> { Source = source, High = target, Low = low, Count = inner });
                continue;
            }

            Elementwise.Binary<TReducer, T>(shape, target, dense, source, dense, target);
        }
    }

    /// <summary>
    /// Gives a number from 1 to each place that is named more often than a running sum takes, and 0 to the others; returns how many there
    /// are.
    /// </summary>
    private static long AssignSlots<TIndex>(int* slots, TIndex* indices, long count, long length)
        where TIndex : unmanaged
    {
        new Span<int>(slots, checked((int)length)).Clear();
        for (long i = 0; i < count; i++)
        {
            slots[IndexCheck.Value(indices[i])]++;
        }

        int given = 0;
        for (long place = 0; place < length; place++)
        {
            slots[place] = slots[place] > RunningSum.BlockSteps ? ++given : 0;
        }

        return given;
    }

    /// <summary>Negative numbers: nothing was added to these places yet.</summary>
    private static void BeginSlots(int* slots, long length)
    {
        for (long place = 0; place < length; place++)
        {
            slots[place] = -Math.Abs(slots[place]);
        }
    }

    private struct AddLong<T> : ISimdAction<T, AddLong<T>>
        where T : unmanaged
    {
        public T* Source;
        public T* High;
        public T* Low;
        public long Count;

        public static void Invoke<W, V>(in AddLong<T> row)
            where W : struct, ISimd<V, T>
            where V : struct => BlockSums.Fold<W, V, T>(row.Source, row.High, row.Low, row.Count, number: 1);
    }
}
