using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>
/// What each element of a plane gets from the windows that it belongs to: for each phase the sum over the taps that read it of
/// dy, where the window depends on the tap. Read this way, every store is a vector that is written once.
/// </summary>
internal readonly unsafe struct PoolGradient<TTaps, T> : IPoolAction<T>
    where TTaps : struct, IPoolTaps
    where T : unmanaged
{
    /// <inheritdoc/>
    public static long Scratch(in PoolPlanes<T> planes) =>
        (3 * planes.Phases.Pitch) + (4 * planes.Phases.Extents.Volume) + (planes.Taps * (1 + (sizeof(long) / sizeof(T))));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<W, V>(in PoolPlanes<T> planes, long plane, T* scratch)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        // dy and the greatest taps lie as the windows' first elements do, with as many zeros before them as a tap reaches back.
        long pitch = planes.Phases.Pitch, volume = planes.Phases.Extents.Volume;
        long* back = (long*)scratch;
        T* numbers = (T*)(back + planes.Taps);
        T* x = numbers + planes.Taps;
        T* dx = x + pitch;
        T* dy = dx + pitch, greatest = dy + (2 * volume), spare = greatest + (2 * volume);
        T* result = planes.Result + (plane * planes.Input.Volume);
        RowCopy.Fill<W, V, T>(dy, (int)(2 * volume));
        LayGradient<W, V>(planes, planes.D + (plane * planes.Output.Volume), dy + volume);
        if (TTaps.GreatestOnly)
        {
            T* source = planes.X + (plane * planes.Input.Volume);
            FindGreatest<W, V>(planes, new(source, planes.Lay<W, V>(source, x, GreatestTap<T>.Padding), spare), greatest + volume);
        }

        T* target = planes.Phases.IsSource ? result : dx;
        for (int phase = 0; phase < planes.Phases.Count; phase++, target += volume)
        {
            int count = 0;
            for (int tap = 0; tap < planes.Taps; tap++)
            {
                long place = planes.Places[tap] - (phase * volume);
                if (place >= 0 && place < volume)
                {
                    back[count] = place;
                    numbers[count++] = W.First(W.Create(tap));
                }
            }

            Gather<W, V>(back, numbers, count, dy + volume, greatest + volume, target, (int)volume);
        }

        if (!planes.Phases.IsSource)
        {
            RowCopy.Fill<W, V, T>(result, (int)planes.Input.Volume);
            planes.Phases.CopyBack<W, V, T>(dx, result);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LayGradient<W, V>(in PoolPlanes<T> planes, T* from, T* to)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        for (int plane = 0; plane < planes.Output[0]; plane++)
        {
            for (int row = 0; row < planes.Output[1]; row++, from += planes.Output[2])
            {
                RowCopy.Read<W, V, T>(from, 1, to + (plane * planes.Phases.PlanePitch) + (row * planes.Phases.RowPitch), planes.Output[2]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FindGreatest<W, V>(in PoolPlanes<T> planes, GreatestTap<T> taps, T* greatest)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        for (long run = 0; run < planes.Runs.Count; run++)
        {
            long place = planes.Runs.Place(run);
            for (int i = 0; i < planes.Runs.Length; i += W.Count)
            {
                int rest = Math.Min(W.Count, planes.Runs.Length - i);
                W.StorePartial(taps.Find<W, V>(planes, place + i, rest), greatest + place + i, rest);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gather<W, V>(long* back, T* numbers, int taps, T* dy, T* greatest, T* dx, int count)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        if (taps > RunningSum.BlockSteps)
        {
            GatherBlocks<W, V>(back, numbers, taps, dy, greatest, dx, count);
            return;
        }

        int i = 0;
        for (; i <= count - (2 * W.Count); i += 2 * W.Count)
        {
            V first = W.Create(0), second = first;
            for (int tap = 0; tap < taps; tap++)
            {
                long place = i - back[tap];
                V number = TTaps.GreatestOnly ? W.Broadcast(numbers[tap]) : first;
                first = W.Add(first, Part<W, V>(dy + place, greatest + place, number, W.Count));
                second = W.Add(second, Part<W, V>(dy + place + W.Count, greatest + place + W.Count, number, W.Count));
            }

            W.Store(first, dx + i);
            W.Store(second, dx + i + W.Count);
        }

        for (; i < count; i += W.Count)
        {
            int rest = Math.Min(W.Count, count - i);
            V sum = W.Create(0);
            for (int tap = 0; tap < taps; tap++)
            {
                sum = W.Add(sum, Part<W, V>(dy + i - back[tap], greatest + i - back[tap], W.Broadcast(numbers[tap]), rest));
            }

            W.StorePartial(sum, dx + i, rest);
        }
    }

    /// <summary>What elements get from very many windows, with a second level (<see cref="RunningSum"/>).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void GatherBlocks<W, V>(long* back, T* numbers, int taps, T* dy, T* greatest, T* dx, int count)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        for (int i = 0; i < count; i += W.Count)
        {
            int rest = Math.Min(W.Count, count - i);
            V high = W.Create(0), low = high;
            for (int tap = 0; tap < taps;)
            {
                V sum = W.Create(0);
                for (int end = Math.Min(taps, tap + RunningSum.BlockSteps); tap < end; tap++)
                {
                    sum = W.Add(sum, Part<W, V>(dy + i - back[tap], greatest + i - back[tap], W.Broadcast(numbers[tap]), rest));
                }

                RunningSum.Add<W, V, T>(ref high, ref low, sum);
            }

            W.StorePartial(high, dx + i, rest);
        }
    }

    /// <summary>dy, or where only the greatest element counts, dy of the windows whose greatest has this number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Part<W, V>(T* dy, T* greatest, V number, int count)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        V part = RowCopy.Load<W, V, T>(dy, count);
        return TTaps.GreatestOnly ? W.Select(W.Equal(RowCopy.Load<W, V, T>(greatest, count), number), part, W.Create(0)) : part;
    }
}
