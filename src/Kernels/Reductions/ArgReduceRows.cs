using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>The index of the greatest or smallest element of each contiguous row.</summary>
internal readonly unsafe struct ArgReduceRows<T>(T* x, long length, bool greatest, long* y) : ISimdJob<T>
    where T : unmanaged
{
    private const int ShortRow = 32;

    /// <summary>Runs over all rows.</summary>
    public static void Run(T* x, long rows, long length, bool greatest, long* y) =>
        SimdLoop<ArgReduceRows<T>, T>.Run(new(x, length, greatest, y), rows, work: length);

    /// <inheritdoc/>
    public void Run<W, V>(long begin, long end)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        for (long row = begin; row < end && length <= ShortRow; row++)
        {
            y[row] = greatest ? FindShort<MaxReducer>(x + (row * length), length) : FindShort<MinReducer>(x + (row * length), length);
        }

        for (long row = begin; row < end && length > ShortRow; row++)
        {
            y[row] = greatest ? Find<MaxReducer, W, V>(x + (row * length), length) : Find<MinReducer, W, V>(x + (row * length), length);
        }
    }

    /// <summary>Element by element: the first NaN, else the first of the greatest or smallest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long FindShort<TReducer>(T* row, long length)
        where TReducer : struct, IReducer
    {
        T best = row[0];
        long place = 0;
        for (long i = 0; i < length; i++)
        {
            T x = row[i];
            bool isKept = typeof(TReducer) == typeof(MaxReducer) ? IsAtMost(x, best) : IsAtMost(best, x);
            if (!isKept)
            {
                (best, place) = (x, i);
                if (!IsAtMost(x, x))
                {
                    break;
                }
            }
        }

        return place;
    }

    // Whether neither is NaN, and a is no greater than b.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsAtMost(T a, T b)
    {
        if (typeof(T) == typeof(float))
        {
            return Unsafe.BitCast<T, float>(a) <= Unsafe.BitCast<T, float>(b);
        }

        return typeof(T) == typeof(double)
            ? Unsafe.BitCast<T, double>(a) <= Unsafe.BitCast<T, double>(b)
            : SimdScalar<T>.Any(SimdScalar<T>.LessOrEqual(a, b));
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
