using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>The index of the greatest or smallest element of each contiguous row.</summary>
internal unsafe struct ArgReduceRows<T> : ISimdAction<T, ArgReduceRows<T>.Row>
    where T : unmanaged
{
    private static readonly ChunkBody Body = static (state, begin, end) => ((ArgReduceRows<T>*)state)->RunChunks(begin, end);

    private T* x;
    private long rows;
    private long length;
    private bool greatest;
    private long* y;
    private long rowsPerChunk;

    /// <summary>Runs over all rows.</summary>
    public static void Run(T* x, long rows, long length, bool greatest, long* y)
    {
        ArgReduceRows<T> job = new() { x = x, rows = rows, length = length, greatest = greatest, y = y };
        job.rowsPerChunk = Math.Max(1, LoopNest.Grain / length);
        long chunks = ((rows - 1) / job.rowsPerChunk) + 1;
        if (rows * length < 2 * LoopNest.Grain)
        {
            job.RunChunks(0, chunks);
        }
        else
        {
            WorkerPool.Shared.Run(Body, (long)(&job), chunks);
        }
    }

    private readonly void RunChunks(long begin, long end)
    {
        long last = Math.Min(rows, end * rowsPerChunk);
        for (long row = begin * rowsPerChunk; row < last; row++)
        {
            Simd.Run<ArgReduceRows<T>, T, Row>(new Row(x + (row * length), length, greatest, y + row));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Invoke<W, V>(in Row row)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        // First the value (NaN if there is one), then the first element that equals it.
        T best = row.Greatest
            ? RowReduction.Run<IdentityMap, MaxReducer, W, V, T>(row.X, row.X, row.Length, default)
            : RowReduction.Run<IdentityMap, MinReducer, W, V, T>(row.X, row.X, row.Length, default);
        V value = W.Broadcast(best);
        bool unordered = W.Any(W.Not(W.Equal(value, value)));
        long i = 0;
        for (; i < row.Length - W.Count; i += W.Count)
        {
            V x = W.Load(row.X + i);
            if (W.Any(unordered ? W.Not(W.Equal(x, x)) : W.Equal(x, value)))
            {
                break;
            }
        }

        while (!Matches(row.X[i], best, unordered))
        {
            i++;
        }

        *row.Y = i;
    }

    private static bool Matches(T x, T best, bool unordered) => unordered
        ? !SimdScalar<T>.Any(SimdScalar<T>.Equal(x, x))
        : SimdScalar<T>.Any(SimdScalar<T>.Equal(x, best));

    /// <summary>One row.</summary>
    internal readonly struct Row(T* x, long length, bool greatest, long* y)
    {
        /// <summary>The elements.</summary>
        public readonly T* X = x;

        /// <summary>Their number.</summary>
        public readonly long Length = length;

        /// <summary>The greatest or the smallest.</summary>
        public readonly bool Greatest = greatest;

        /// <summary>Where the index goes.</summary>
        public readonly long* Y = y;
    }
}
