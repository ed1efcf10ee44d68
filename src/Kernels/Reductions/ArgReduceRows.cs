using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>The index of the greatest or smallest element of each contiguous row.</summary>
internal readonly unsafe struct ArgReduceRows<T>(T* x, long length, bool greatest, long* y) : ISimdJob<T>
    where T : unmanaged
{
    /// <summary>Runs over all rows.</summary>
    public static void Run(T* x, long rows, long length, bool greatest, long* y) =>
        SimdLoop<ArgReduceRows<T>, T>.Run(new(x, length, greatest, y), rows, work: length);

    /// <inheritdoc/>
    public void Run<W, V>(long begin, long end)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        for (long row = begin; row < end; row++)
        {
            y[row] = greatest ? Find<MaxReducer, W, V>(x + (row * length), length) : Find<MinReducer, W, V>(x + (row * length), length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Find<TReducer, W, V>(T* row, long length)
        where TReducer : struct, IReducer
        where W : struct, ISimd<V, T>
        where V : struct
    {
        // First the value (NaN if there is one), then the first element that equals it.
        T best = RowReduction.Run<IdentityMap, TReducer, W, V, T>(row, row, length, default);
        V value = W.Broadcast(best);
        bool unordered = W.Any(W.Not(W.Equal(value, value)));
        long i = 0;
        for (; i < length - W.Count; i += W.Count)
        {
            V x = W.Load(row + i);
            if (W.Any(unordered ? W.Not(W.Equal(x, x)) : W.Equal(x, value)))
            {
                break;
            }
        }

        while (!Matches(row[i], best, unordered))
        {
            i++;
        }

        return i;
    }

    private static bool Matches(T x, T best, bool unordered) => unordered
        ? !SimdScalar<T>.Any(SimdScalar<T>.Equal(x, x))
        : SimdScalar<T>.Any(SimdScalar<T>.Equal(x, best));
}
