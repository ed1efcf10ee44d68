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
        TakeJob<T, TIndex> job = new() { Length = length, Inner = inner, X = x, Indices = indices, Count = count, Y = y };
        job.Run(outer * count);
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
        AlongJob<T, TIndex> job = new() { Length = length, Inner = inner, X = x, Indices = indices, Count = count, Y = y };
        job.Run(outer * count);
    }

    private struct TakeJob<T, TIndex>
        where T : unmanaged
        where TIndex : unmanaged
    {
        private static readonly ChunkBody Body = static (state, begin, end) => ((TakeJob<T, TIndex>*)state)->RunChunks(begin, end);

        public long Length;
        public long Inner;
        public T* X;
        public TIndex* Indices;
        public long Count;
        public T* Y;
        private long slices;
        private long perChunk;

        public void Run(long total)
        {
            slices = total;
            perChunk = Math.Max(1, LoopNest.Grain / Math.Max(1, Inner));
            fixed (TakeJob<T, TIndex>* self = &this)
            {
                int threads = total * Inner < 2 * LoopNest.Grain ? 1 : int.MaxValue;
                WorkerPool.Shared.Run(Body, (long)self, total == 0 ? 0 : ((total - 1) / perChunk) + 1, threads);
            }
        }

        private readonly void RunChunks(long begin, long end)
        {
            long last = Math.Min(slices, end * perChunk);
            for (long slice = begin * perChunk; slice < last; slice++)
            {
                (long place, long i) = Math.DivRem(slice, Count);
                T* source = X + (((place * Length) + IndexCheck.Value(Indices[i])) * Inner);
                Unsafe.CopyBlockUnaligned(Y + (slice * Inner), source, checked((uint)(Inner * sizeof(T))));
            }
        }
    }

    private struct AlongJob<T, TIndex>
        where T : unmanaged
        where TIndex : unmanaged
    {
        private static readonly ChunkBody Body = static (state, begin, end) => ((AlongJob<T, TIndex>*)state)->RunChunks(begin, end);

        public long Length;
        public long Inner;
        public T* X;
        public TIndex* Indices;
        public long Count;
        public T* Y;
        private long slices;
        private long perChunk;

        public void Run(long total)
        {
            slices = total;
            perChunk = Math.Max(1, LoopNest.Grain / Math.Max(1, Inner));
            fixed (AlongJob<T, TIndex>* self = &this)
            {
                int threads = total * Inner < 2 * LoopNest.Grain ? 1 : int.MaxValue;
                WorkerPool.Shared.Run(Body, (long)self, total == 0 ? 0 : ((total - 1) / perChunk) + 1, threads);
            }
        }

        private readonly void RunChunks(long begin, long end)
        {
            long last = Math.Min(slices, end * perChunk);
            for (long slice = begin * perChunk; slice < last; slice++)
            {
                T* source = X + (slice / Count * Length * Inner);
                for (long r = 0; r < Inner; r++)
                {
                    long at = (slice * Inner) + r;
                    Y[at] = source[(IndexCheck.Value(Indices[at]) * Inner) + r];
                }
            }
        }
    }
}
