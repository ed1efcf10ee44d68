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
                T* y = range.Arguments.Y + (row * columns);
                T max = RowReduction.Run<IdentityMap, MaxReducer, W, V, T>(x, x, columns, default);
                T sum = RowReduction.Run<ExpDifferenceMap, SumReducer, W, V, T>(x, y, columns, max);
                Scale<W, V>(y, columns, W.Divide(W.Create(1), W.Broadcast(sum)));
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
