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
        RowLoop<Action<T>, T, RowsArguments<T>>.Run(new RowsArguments<T> { X = x, Y = y, Columns = columns }, rows, columns);

    private readonly struct Action<T> : ISimdAction<T, RowRange<RowsArguments<T>>>
        where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void Invoke<W, V>(in RowRange<RowsArguments<T>> range)
            where W : struct, ISimd<V, T>
            where V : struct
        {
            long columns = range.Arguments.Columns;
            for (long row = range.First; row < range.Last; row++)
            {
                T* x = range.Arguments.X + (row * columns);
                T max = RowReduction.Run<IdentityMap, MaxReducer, W, V, T>(x, x, columns, default);
                T sum = RowReduction.Run<ExpDifferenceSumMap, SumReducer, W, V, T>(x, x, columns, max);
                V log = LogOperator.Apply<W, V, T>(W.Broadcast(sum));
                Shift<W, V>(x, range.Arguments.Y + (row * columns), columns, W.Broadcast(max), log);
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
