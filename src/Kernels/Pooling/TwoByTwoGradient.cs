using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>
/// What each element gets from its window of 2 by 2 elements, which do not overlap: dy, or dy where the greatest is and else 0.
/// </summary>
internal readonly unsafe struct TwoByTwoGradient<TTaps, T> : IPoolAction<T>
    where TTaps : struct, IPoolTaps
    where T : unmanaged
{
    /// <inheritdoc/>
    public static long Scratch(in PoolPlanes<T> planes) => 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<W, V>(in PoolPlanes<T> planes, long plane, T* scratch)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        int width = planes.Input[2], count = planes.Output[2];
        T* dy = planes.D + (plane * planes.Output.Volume);
        for (int depth = 0; depth < planes.Output[0]; depth++)
        {
            long offset = (plane * planes.Input.Volume) + ((long)depth * planes.Input[1] * width);
            T* x = planes.X + offset;
            T* dx = planes.Result + offset;
            for (int row = 0; row < planes.Output[1]; row++, x += 2 * width, dx += 2 * width, dy += count)
            {
                int i = 0;
                for (; TTaps.GreatestOnly && Pairs.CanSwap<V, T>() && i < count; i += W.Count / 2)
                {
                    Neighbours<W, V>(x + (2 * i), dy + i, dx + (2 * i), width, Math.Min(W.Count / 2, count - i));
                }

                for (; i < count; i += W.Count)
                {
                    Windows<W, V>(x + (2 * i), dy + i, dx + (2 * i), width, Math.Min(W.Count, count - i));
                }

                RowCopy.Fill<W, V, T>(dx + (2 * count), width - (2 * count));
                RowCopy.Fill<W, V, T>(dx + width + (2 * count), width - (2 * count));
            }

            RowCopy.Fill<W, V, T>(dx, width * (planes.Input[1] - (2 * planes.Output[1])));
        }
    }

    /// <summary>
    /// Windows that lie as pairs in a register of either row: each element is compared with its neighbour, then the rows.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Neighbours<W, V>(T* x, T* dy, T* dx, int width, int count)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        V above = RowCopy.Load<W, V, T>(x, 2 * count), below = RowCopy.Load<W, V, T>(x + width, 2 * count), zero = W.Create(0);
        if (W.Any(W.Not(W.Equal(W.MultiplyAdd(above, zero, W.Multiply(below, zero)), zero))))
        {
            // Infinities and NaNs: the careful comparison.
            Windows<W, V>(x, dy, dx, width, count);
            return;
        }

        V besideAbove = Pairs.Swap<V, T>(above), besideBelow = Pairs.Swap<V, T>(below), firsts = Pairs.Firsts<V, T>();
        V isBelow = W.Less(W.MaxNative(above, besideAbove), W.MaxNative(below, besideBelow));
        V wonAbove = W.Or(W.Less(besideAbove, above), W.And(W.Equal(besideAbove, above), firsts));
        V wonBelow = W.Or(W.Less(besideBelow, below), W.And(W.Equal(besideBelow, below), firsts));
        V d = W.LoadPartial(dy, count);
        (d, _) = Pairs.Join<W, V, T>(d, d);
        W.StorePartial(W.And(d, W.And(wonAbove, W.Not(isBelow))), dx, 2 * count);
        W.StorePartial(W.And(d, W.And(wonBelow, isBelow)), dx + width, 2 * count);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Windows<W, V>(T* x, T* dy, T* dx, int width, int count)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        int first = Math.Min(W.Count, 2 * count), second = (2 * count) - first;
        V d = W.LoadPartial(dy, count);
        if (!TTaps.GreatestOnly)
        {
            (V left, V right) = Pairs.Join<W, V, T>(d, d);
            Store<W, V>(dx, left, right, first, second);
            Store<W, V>(dx + width, left, right, first, second);
            return;
        }

        (V x00, V x01) = Pairs.Split<W, V, T>(W.LoadPartial(x, first), W.LoadPartial(x + W.Count, second));
        (V x10, V x11) = Pairs.Split<W, V, T>(W.LoadPartial(x + width, first), W.LoadPartial(x + width + W.Count, second));
        V is01 = GreatestTap<T>.IsBetter<W, V>(x01, x00), best = W.Select(is01, x01, x00);
        V is10 = GreatestTap<T>.IsBetter<W, V>(x10, best);
        best = W.Select(is10, x10, best);
        V is11 = GreatestTap<T>.IsBetter<W, V>(x11, best), below = W.Or(is10, is11);
        (V low, V high) = Pairs.Join<W, V, T>(W.And(d, W.Not(W.Or(is01, below))), W.And(d, W.And(is01, W.Not(below))));
        Store<W, V>(dx, low, high, first, second);
        (low, high) = Pairs.Join<W, V, T>(W.And(d, W.And(is10, W.Not(is11))), W.And(d, is11));
        Store<W, V>(dx + width, low, high, first, second);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<W, V>(T* dx, V low, V high, int first, int second)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        W.StorePartial(low, dx, first);
        W.StorePartial(high, dx + W.Count, second);
    }
}
