using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>Layer normalisation of each row: (x − mean) / √(variance + ε) · weight + bias, with the biased variance.</summary>
public static unsafe class LayerNormRows
{
    /// <summary>y = layer-norm(x) along the columns.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">Their length.</param>
    /// <param name="x">The source, dense.</param>
    /// <param name="weight">One factor per column, or null for 1.</param>
    /// <param name="bias">One summand per column, or null for 0.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="y">The destination, dense; may be the source.</param>
    public static void Run<T>(long rows, long columns, T* x, T* weight, T* bias, double epsilon, T* y)
        where T : unmanaged
    {
        Arguments<T> arguments = new() { X = x, Y = y, Weight = weight, Bias = bias, Epsilon = epsilon, Columns = columns };
        RowLoop<Action<T>, T, Arguments<T>>.Run(arguments, rows, columns);
    }

    private struct Arguments<T>
        where T : unmanaged
    {
        public T* X;
        public T* Y;
        public T* Weight;
        public T* Bias;
        public double Epsilon;
        public long Columns;
    }

    private readonly struct Action<T> : ISimdAction<T, RowRange<Arguments<T>>>
        where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void Invoke<W, V>(in RowRange<Arguments<T>> range)
            where W : struct, ISimd<V, T>
            where V : struct
        {
            Arguments<T> p = range.Arguments;
            V count = W.Create(p.Columns);
            V epsilon = W.Create(p.Epsilon);
            for (long row = range.First; row < range.Last; row++)
            {
                T* x = p.X + (row * p.Columns);
                T sum = RowReduction.Run<IdentityMap, SumReducer, W, V, T>(x, x, p.Columns, default);
                V mean = W.Divide(W.Broadcast(sum), count);
                T squares = RowReduction.Run<SquaredDifferenceMap, SumReducer, W, V, T>(x, x, p.Columns, W.First(mean));
                V variance = W.Divide(W.Broadcast(squares), count);
                V scale = W.Divide(W.Create(1), W.Sqrt(W.Add(variance, epsilon)));
                Normalise<W, V>(p, x, p.Y + (row * p.Columns), mean, scale);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Normalise<W, V>(in Arguments<T> p, T* x, T* y, V mean, V scale)
            where W : struct, ISimd<V, T>
            where V : struct
        {
            long i = 0;
            for (; i <= p.Columns - W.Count; i += W.Count)
            {
                V value = W.Multiply(W.Subtract(W.Load(x + i), mean), scale);
                V weight = p.Weight == null ? W.Create(1) : W.Load(p.Weight + i);
                V bias = p.Bias == null ? W.Create(0) : W.Load(p.Bias + i);
                W.Store(W.MultiplyAdd(value, weight, bias), y + i);
            }

            if (i < p.Columns)
            {
                int rest = (int)(p.Columns - i);
                V value = W.Multiply(W.Subtract(W.LoadPartial(x + i, rest), mean), scale);
                V weight = p.Weight == null ? W.Create(1) : W.LoadPartial(p.Weight + i, rest);
                V bias = p.Bias == null ? W.Create(0) : W.LoadPartial(p.Bias + i, rest);
                W.StorePartial(W.MultiplyAdd(value, weight, bias), y + i, rest);
            }
        }
    }
}
