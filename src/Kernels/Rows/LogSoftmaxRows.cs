using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>Log-softmax of each row: (x − max) − ln Σ e^(x − max), finite wherever x is and without overflow.</summary>
public static unsafe class LogSoftmaxRows
{
    /// <summary>y = log-softmax(x) along the columns.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">Their length.</param>
    /// <param name="x">The source, dense.</param>
    /// <param name="y">The destination, dense; may be the source.</param>
    public static void Run<T>(long rows, long columns, T* x, T* y)
        where T : unmanaged =>
        SimdLoop<Job<T>, T>.Run(new(columns, x, y), rows, columns);

    private readonly struct Job<T>(long columns, T* x, T* y) : ISimdJob<T>
        where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<W, V>(long begin, long end)
            where W : struct, ISimd<V, T>
            where V : struct
        {
            long count = columns;
            for (long row = begin; row < end; row++)
            {
                T* from = x + (row * count), to = y + (row * count);
                T max = RowReduction.Run<IdentityMap, MaxReducer, W, V, T>(from, from, count, default);
                T sum = RowReduction.Run<ExpDifferenceSumMap, SumReducer, W, V, T>(from, from, count, max);
                V greatest = W.Broadcast(max), log = LogOperator.Apply<W, V, T>(W.Broadcast(sum));
                Shift<W, V>(from, to, count, greatest, log);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Shift<W, V>(T* x, T* y, long count, V max, V log)
            where W : struct, ISimd<V, T>
            where V : struct
        {
            long i = 0;
            for (; i <= count - W.Count; i += W.Count)
            {
                W.Store(W.Subtract(W.Subtract(W.Load(x + i), max), log), y + i);
            }

            if (i < count)
            {
                int rest = (int)(count - i);
                W.StorePartial(W.Subtract(W.Subtract(W.LoadPartial(x + i, rest), max), log), y + i, rest);
            }
        }
    }
}
