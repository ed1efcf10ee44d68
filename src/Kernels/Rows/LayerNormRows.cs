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
        where T : unmanaged =>
        SimdLoop<Job<T>, T>.Run(new(columns, x, weight, bias, epsilon, y), rows, columns);

    private readonly struct Job<T>(long columns, T* x, T* weight, T* bias, double epsilon, T* y) : ISimdJob<T>
        where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<W, V>(long begin, long end)
            where W : struct, ISimd<V, T>
            where V : struct
        {
            // In registers: what lies behind 'this' may change with every store.
            long count = columns;
            T* source = x, target = y, factors = weight, summands = bias;
            V divisor = W.Create(count), small = W.Create(epsilon);
            for (long row = begin; row < end; row++)
            {
                T* from = source + (row * count);
                T sum = RowReduction.Run<IdentityMap, SumReducer, W, V, T>(from, from, count, default);
                V mean = W.Divide(W.Broadcast(sum), divisor);
                T squares = RowReduction.Run<SquaredDifferenceMap, SumReducer, W, V, T>(from, from, count, W.First(mean));
                V variance = W.Divide(W.Broadcast(squares), divisor);
                V scale = W.Divide(W.Create(1), W.Sqrt(W.Add(variance, small)));
                Normalise<W, V>(from, factors, summands, target + (row * count), count, mean, scale);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Normalise<W, V>(T* x, T* weight, T* bias, T* y, long count, V mean, V scale)
            where W : struct, ISimd<V, T>
            where V : struct
        {
            long i = 0;
            for (; i <= count - W.Count; i += W.Count)
            {
                V value = W.Multiply(W.Subtract(W.Load(x + i), mean), scale);
                V factor = weight == null ? W.Create(1) : W.Load(weight + i);
                V summand = bias == null ? W.Create(0) : W.Load(bias + i);
                W.Store(W.MultiplyAdd(value, factor, summand), y + i);
            }

            if (i < count)
            {
                int rest = (int)(count - i);
                V value = W.Multiply(W.Subtract(W.LoadPartial(x + i, rest), mean), scale);
                V factor = weight == null ? W.Create(1) : W.LoadPartial(weight + i, rest);
                V summand = bias == null ? W.Create(0) : W.LoadPartial(bias + i, rest);
                W.StorePartial(W.MultiplyAdd(value, factor, summand), y + i, rest);
            }
        }
    }
}
