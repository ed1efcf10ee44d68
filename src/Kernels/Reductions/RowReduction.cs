using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralJit.Kernels;

/// <summary>
/// Reduces a contiguous row in an order that depends on nothing but its length: element i goes to lane i mod L of
/// accumulator (i / L) mod 4, where L is 64 bytes' worth of elements; the accumulators are combined pairwise, then the
/// lanes by halves; sums in blocks (<see cref="RunningSum"/>). A register narrower than 64 bytes makes several passes over its share of the
/// lanes.
/// </summary>
internal static unsafe class RowReduction
{
    private const int LaneBytes = 64;

    /// <summary>The reduction of f(x[i], parameter); the mapped elements go to y where the map stores them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Run<TMap, TReducer, W, V, T>(T* x, T* y, long count, T parameter)
        where TMap : struct, IRowMap
        where TReducer : struct, IReducer
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        Vector512<byte> buffer;
        T* lanes = (T*)&buffer;
        long block = 4 * RunningSum.BlockSteps * LaneBytes / sizeof(T);
        long blocks = RunningSum.Rounds<TReducer, T>() ? count / block * block : 0;
        for (int part = 0; part < LaneBytes / sizeof(T); part += W.Count)
        {
            V sum = RunPart<TMap, TReducer, W, V, T>(x + part, y + part, count - part, blocks, W.Broadcast(parameter));
            W.Store(sum, lanes + part);
        }

        return CombineLanes<TReducer, T>(lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V RunPart<TMap, TReducer, W, V, T>(T* x, T* y, long count, long blocks, V parameter)
        where TMap : struct, IRowMap
        where TReducer : struct, IReducer
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        int lanes = LaneBytes / sizeof(T);
        V identity = TReducer.Identity<W, V, T>(), a = identity, b = a, c = a, d = a, high = a, low = a;
        long i = 0, last = count - (3 * lanes) - W.Count;
        while (i <= last)
        {
            bool isBlock = i < blocks;
            long stop = isBlock ? i + (4 * RunningSum.BlockSteps * lanes) - 1 : last;
            for (; i <= stop; i += 4 * lanes)
            {
                a = Step<TMap, TReducer, W, V, T>(a, x + i, y + i, parameter);
                b = Step<TMap, TReducer, W, V, T>(b, x + i + lanes, y + i + lanes, parameter);
                c = Step<TMap, TReducer, W, V, T>(c, x + i + (2 * lanes), y + i + (2 * lanes), parameter);
                d = Step<TMap, TReducer, W, V, T>(d, x + i + (3 * lanes), y + i + (3 * lanes), parameter);
            }

            if (isBlock)
            {
                RunningSum.Add<W, V, T>(ref high, ref low, W.Add(W.Add(a, b), W.Add(c, d)));
                a = b = c = d = identity;
            }
        }

        a = LastStep<TMap, TReducer, W, V, T>(a, x + i, y + i, count - i, parameter);
        i += lanes;
        b = LastStep<TMap, TReducer, W, V, T>(b, x + i, y + i, count - i, parameter);
        i += lanes;
        c = LastStep<TMap, TReducer, W, V, T>(c, x + i, y + i, count - i, parameter);
        i += lanes;
        d = LastStep<TMap, TReducer, W, V, T>(d, x + i, y + i, count - i, parameter);
        a = TReducer.Apply<W, V, T>(TReducer.Apply<W, V, T>(a, b), TReducer.Apply<W, V, T>(c, d));
        return RunningSum.Rounds<TReducer, T>() ? W.Add(high, W.Add(low, a)) : a;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Step<TMap, TReducer, W, V, T>(V sum, T* x, T* y, V parameter)
        where TMap : struct, IRowMap
        where TReducer : struct, IReducer
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V value = TMap.Apply<W, V, T>(W.Load(x), parameter);
        if (TMap.Stores)
        {
            W.Store(value, y);
        }

        return TReducer.Apply<W, V, T>(sum, value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LastStep<TMap, TReducer, W, V, T>(V sum, T* x, T* y, long count, V parameter)
        where TMap : struct, IRowMap
        where TReducer : struct, IReducer
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        if (count <= 0)
        {
            return sum;
        }

        int rest = (int)Math.Min(count, W.Count);
        V value = TMap.Apply<W, V, T>(W.LoadPartial(x, rest), parameter);
        if (TMap.Stores)
        {
            W.StorePartial(value, y, rest);
        }

        return TReducer.Apply<W, V, T>(sum, W.Select(W.FirstLanes(rest), value, TReducer.Identity<W, V, T>()));
    }

    /// <summary>Lane i with lane i + h, for h = half of what is left; the upper levels in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T CombineLanes<TReducer, T>(T* lanes)
        where TReducer : struct, IReducer
        where T : unmanaged
    {
        int half = LaneBytes / sizeof(T) / 2;
        if (Vector256.IsHardwareAccelerated)
        {
            Combine<TReducer, Simd256<T>, Vector256<T>, T>(lanes, half);
            half /= 2;
            Combine<TReducer, Simd128<T>, Vector128<T>, T>(lanes, half);
            half /= 2;
        }

        for (; half > 0; half /= 2)
        {
            for (int i = 0; i < half; i++)
            {
                Combine<TReducer, SimdScalar<T>, T, T>(lanes + i, half);
            }
        }

        return *lanes;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Combine<TReducer, W, V, T>(T* lanes, int half)
        where TReducer : struct, IReducer
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged =>
        W.Store(TReducer.Apply<W, V, T>(W.Load(lanes), W.Load(lanes + half)), lanes);
}
