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
        (2 * planes.Phases.Pitch) + (4 * planes.Phases.Extents.Volume) + (planes.Taps * (sizeof(long) / sizeof(T)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<W, V>(in PoolPlanes<T> planes, long plane, T* scratch)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        // dy and the greatest taps lie as the windows' first elements do, with as many zeros before them as a tap reaches back.
        long pitch = planes.Phases.Pitch, volume = planes.Phases.Extents.Volume;
        int* taps = (int*)scratch;
        T* x = scratch + (planes.Taps * (sizeof(long) / sizeof(T)));
        T* dx = x + pitch;
        T* dy = dx + pitch, greatest = dy + (2 * volume);
        T* result = planes.Result + (plane * planes.Input.Volume);
        RowCopy.Fill<W, V, T>(dy, (int)(2 * volume));
        LayGradient<W, V>(planes, planes.D + (plane * planes.Output.Volume), dy + volume);
        if (TTaps.GreatestOnly)
        {
            T* laid = planes.Lay<W, V>(planes.X + (plane * planes.Input.Volume), x, W.First(MaxReducer.Identity<W, V, T>()));
            FindGreatest<W, V>(planes, laid, greatest + volume);
        }

        T* target = planes.Phases.IsSource ? result : dx;
        for (int phase = 0; phase < planes.Phases.Count; phase++, target += volume)
        {
            int count = 0;
            for (int tap = 0; tap < planes.Taps; tap++)
            {
                taps[count] = tap;
                count += planes.Places[tap] / volume == phase ? 1 : 0;
            }

            Gather<W, V>(planes, taps, count, dy + volume + (phase * volume), greatest + volume + (phase * volume), target);
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
    private static void FindGreatest<W, V>(in PoolPlanes<T> planes, T* x, T* greatest)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        for (long run = 0; run < planes.Runs.Count; run++)
        {
            long place = planes.Runs.Place(run);
            for (int i = 0; i < planes.Runs.Length; i += W.Count)
            {
                int rest = Math.Min(W.Count, planes.Runs.Length - i);
                W.StorePartial(GreatestTap.Find<W, V, T>(x + place + i, planes.Places, planes.Taps, rest), greatest + place + i, rest);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Gather<W, V>(in PoolPlanes<T> planes, int* taps, int count, T* dy, T* greatest, T* dx)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        int volume = (int)planes.Phases.Extents.Volume;
        for (int i = 0; i < volume; i += W.Count)
        {
            int rest = Math.Min(W.Count, volume - i);
            V sum = W.Create(0);
            for (int n = 0; n < count; n++)
            {
                long place = i - planes.Places[taps[n]];
                V part = W.LoadPartial(dy + place, rest);
                if (TTaps.GreatestOnly)
                {
                    part = W.And(part, W.Equal(W.LoadPartial(greatest + place, rest), W.Create(taps[n])));
                }

                sum = W.Add(sum, part);
            }

            W.StorePartial(sum, dx + i, rest);
        }
    }
}
