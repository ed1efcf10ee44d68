using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>Softmax of each row: e^(x − max) / Σ e^(x − max). A row of −∞ only, or with a NaN or +∞, gives NaN.</summary>
public static unsafe class SoftmaxRows
{
    /// <summary>y = softmax(x) along the columns.</summary>
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
                T sum = RowReduction.Run<ExpDifferenceMap, SumReducer, W, V, T>(from, to, count, max);
                V factor = W.Divide(W.Create(1), W.Broadcast(sum));
                Scale<W, V>(to, count, factor);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Scale<W, V>(T* y, long count, V factor)
            where W : struct, ISimd<V, T>
            where V : struct
        {
            long i = 0;
            for (; i <= count - W.Count; i += W.Count)
            {
                W.Store(W.Multiply(W.Load(y + i), factor), y + i);
            }

            if (i < count)
            {
                int rest = (int)(count - i);
                W.StorePartial(W.Multiply(W.LoadPartial(y + i, rest), factor), y + i, rest);
            }
        }
    }
}
