namespace NeuralJit.Kernels;

/// <content>
/// Whole slices. Threads share the places, not the slices: each goes through all indices and takes those of its places, in their order.
/// </content>
public static unsafe partial class Scatter
{
    private const int MostParts = 8;
    private const int ShortestShared = 16;

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
        bool mayBeLong = RunningSum.Rounds<TReducer, T>() && count > RunningSum.BlockSteps;
        using Scratch slots = new(mayBeLong ? length * sizeof(int) : 0);
        using Scratch scratch = new(mayBeLong ? AssignSlots((int*)slots.Address, indices, count, length) * inner * sizeof(T) : 0);
        SlicesJob<TReducer, T, TIndex> job = new()
        {
            Outer = outer,
            Length = length,
            Inner = inner,
            Count = count,
            X = x,
            Indices = indices,
            Y = y,
            Slots = mayBeLong ? (int*)slots.Address : null,
            Low = (T*)scratch.Address,
            Parts = inner < ShortestShared || length == 0
                ? 1
                : Math.Clamp(outer * count * inner / (2 * ParallelLoop.Grain), 1, Math.Min(MostParts, length)),
        };
        SimdLoop<SlicesJob<TReducer, T, TIndex>, T>.Run(job, job.Parts, perChunk: 1, forks: job.Parts > 1);
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

    private struct SlicesJob<TReducer, T, TIndex> : ISimdJob<T>
        where TReducer : struct, IReducer
        where T : unmanaged
        where TIndex : unmanaged
    {
        public long Outer, Length, Inner, Count, Parts;
        public T* X, Y, Low;
        public TIndex* Indices;
        public int* Slots;

        public readonly void Run<W, V>(long begin, long end)
            where W : struct, ISimd<V, T>
            where V : struct
        {
            long first = Length * begin / Parts, last = Length * end / Parts;
            for (long outer = 0; outer < Outer; outer++)
            {
                BeginSlots(first, last);
                T* source = X + (outer * Count * Inner), target = Y + (outer * Length * Inner);
                for (long i = 0; i < Count; i++, source += Inner)
                {
                    long place = IndexCheck.Value(Indices[i]);
                    if (place >= first && place < last)
                    {
                        Combine<W, V>(source, target + (place * Inner), place);
                    }
                }
            }
        }

        /// <summary>Negative numbers: nothing was added to these places yet.</summary>
        private readonly void BeginSlots(long first, long last)
        {
            for (long place = first; Slots != null && place < last; place++)
            {
                Slots[place] = -Math.Abs(Slots[place]);
            }
        }

        private readonly void Combine<W, V>(T* source, T* target, long place)
            where W : struct, ISimd<V, T>
            where V : struct
        {
            if (Slots != null && Slots[place] is not 0 and var slot)
            {
                T* low = Low + ((Math.Abs(slot) - 1) * Inner);
                if (slot < 0)
                {
                    Slots[place] = -slot;
                    Fill.Run(low, Inner, default);
                }

                BlockSums.Fold<W, V, T>(source, target, low, Inner, number: 1);
                return;
            }

            long r = 0;
            for (; r <= Inner - W.Count; r += W.Count)
            {
                W.Store(TReducer.Apply<W, V, T>(W.Load(target + r), W.Load(source + r)), target + r);
            }

            for (; r < Inner; r++)
            {
                target[r] = TReducer.Apply<SimdScalar<T>, T, T>(target[r], source[r]);
            }
        }
    }
}
