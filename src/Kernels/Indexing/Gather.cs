using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>Reads at places that other tensors name. Indices are int or long; negative ones are errors here.</summary>
public static unsafe class Gather
{
    /// <summary>
    /// Takes slices along an axis: y[o, i, :] = x[o, indices[i], :], with x seen as [outer, length, inner]. An embedding
    /// lookup has outer 1 and the width of the table as inner.
    /// </summary>
    /// <param name="outer">The elements before the axis.</param>
    /// <param name="length">The axis' extent in x.</param>
    /// <param name="inner">The elements after the axis.</param>
    /// <param name="x">The source, dense.</param>
    /// <param name="indices">Which slices.</param>
    /// <param name="count">Their number.</param>
    /// <param name="y">The destination, dense [outer, count, inner].</param>
    /// <exception cref="IndexOutOfRangeException">An index is negative or not below the length; nothing was written.</exception>
    public static void Run<T, TIndex>(long outer, long length, long inner, T* x, TIndex* indices, long count, T* y)
        where T : unmanaged
        where TIndex : unmanaged
    {
        IndexCheck.Run("gather", indices, count, length);
        TakeJob<T, TIndex> job = new(length, inner, x, indices, count, y);
        ParallelLoop.Run(ref job, outer * count, work: inner);
    }

    /// <summary>
    /// Picks elements along an axis, as torch.gather: y[o, i, r] = x[o, indices[o, i, r], r], with x seen as [outer,
    /// length, inner] and the indices and y as [outer, count, inner].
    /// </summary>
    /// <param name="outer">The elements before the axis.</param>
    /// <param name="length">The axis' extent in x.</param>
    /// <param name="inner">The elements after the axis.</param>
    /// <param name="x">The source, dense.</param>
    /// <param name="indices">Which elements, dense.</param>
    /// <param name="count">The axis' extent in the indices.</param>
    /// <param name="y">The destination, dense.</param>
    /// <exception cref="IndexOutOfRangeException">An index is negative or not below the length; nothing was written.</exception>
    public static void Along<T, TIndex>(long outer, long length, long inner, T* x, TIndex* indices, long count, T* y)
        where T : unmanaged
        where TIndex : unmanaged
    {
        IndexCheck.Run("gather", indices, outer * count * inner, length);
        AlongJob<T, TIndex> job = new(length, inner, x, indices, count, y);
        ParallelLoop.Run(ref job, outer * count, work: inner);
    }

    private readonly struct TakeJob<T, TIndex>(long length, long inner, T* x, TIndex* indices, long count, T* y) : ILoopJob
        where T : unmanaged
        where TIndex : unmanaged
    {
        public void Run(long begin, long end)
        {
            (long place, long i) = Math.DivRem(begin, count);
            for (long slice = begin; slice < end; place++, i = 0)
            {
                T* source = x + (place * length * inner);
                long stop = Math.Min(end, slice + count - i);
                for (; inner == 1 && slice < stop; slice++, i++)
                {
                    y[slice] = source[IndexCheck.Value(indices[i])];
                }

                for (; slice < stop; slice++, i++)
                {
                    T* from = source + (IndexCheck.Value(indices[i]) * inner);
                    Unsafe.CopyBlockUnaligned(y + (slice * inner), from, checked((uint)(inner * sizeof(T))));
                }
            }
        }
    }

    private readonly struct AlongJob<T, TIndex>(long length, long inner, T* x, TIndex* indices, long count, T* y) : ILoopJob
        where T : unmanaged
        where TIndex : unmanaged
    {
        public void Run(long begin, long end)
        {
            (long place, long i) = Math.DivRem(begin, count);
            for (long slice = begin; slice < end; place++, i = 0)
            {
                T* source = x + (place * length * inner);
                long stop = Math.Min(end, slice + count - i);
                for (; inner == 1 && slice < stop; slice++)
                {
                    y[slice] = source[IndexCheck.Value(indices[slice])];
                }

                for (; slice < stop; slice++)
                {
                    for (long at = slice * inner, r = 0; r < inner; r++, at++)
                    {
                        y[at] = source[(IndexCheck.Value(indices[at]) * inner) + r];
                    }
                }
            }
        }
    }
}
