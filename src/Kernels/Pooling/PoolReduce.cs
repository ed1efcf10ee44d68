using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>Combines the elements of each window, in order.</summary>
internal readonly unsafe struct PoolReduce<TReducer, T> : IPoolAction<T>
    where TReducer : struct, IReducer
    where T : unmanaged
{
    /// <inheritdoc/>
    public static long Scratch(in PoolPlanes<T> planes) => planes.Phases.Pitch + planes.Runs.Length;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<W, V>(in PoolPlanes<T> planes, long plane, T* scratch)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        T* wide = scratch + planes.Phases.Pitch;
        T* x = planes.Lay<W, V>(planes.X + (plane * planes.Input.Volume), scratch, W.First(TReducer.Identity<W, V, T>()));
        T* y = planes.Result + (plane * planes.Output.Volume);
        for (long run = 0; run < planes.Runs.Count; run++)
        {
            T* read = x + planes.Runs.Place(run);
            if (planes.Runs.IsGapless)
            {
                Combine<W, V>(read, planes.Places, planes.Taps, y, planes.Runs.Length);
                y += planes.Runs.Length;
                continue;
            }

            Combine<W, V>(read, planes.Places, planes.Taps, wide, planes.Runs.Length);
            y = PoolRows.Read<W, V, T>(planes, wide, y);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Combine<W, V>(T* x, long* places, int taps, T* y, int count)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        if (RunningSum.Rounds<TReducer, T>() && taps > RunningSum.BlockSteps)
        {
            CombineBlocks<W, V>(x, places, taps, y, count);
            return;
        }

        int i = 0;
        for (; i <= count - (2 * W.Count); i += 2 * W.Count)
        {
            V first = W.Load(x + places[0] + i), second = W.Load(x + places[0] + W.Count + i);
            for (int tap = 1; tap < taps; tap++)
            {
                first = TReducer.Apply<W, V, T>(first, W.Load(x + places[tap] + i));
                second = TReducer.Apply<W, V, T>(second, W.Load(x + places[tap] + W.Count + i));
            }

            W.Store(first, y + i);
            W.Store(second, y + W.Count + i);
        }

        for (; i < count; i += W.Count)
        {
            int rest = Math.Min(W.Count, count - i);
            V sum = W.LoadPartial(x + places[0] + i, rest);
            for (int tap = 1; tap < taps; tap++)
            {
                sum = TReducer.Apply<W, V, T>(sum, W.LoadPartial(x + places[tap] + i, rest));
            }

            W.StorePartial(sum, y + i, rest);
        }
    }

    /// <summary>The sums of large windows, with a second level (<see cref="RunningSum"/>).</summary>
    private static void CombineBlocks<W, V>(T* x, long* places, int taps, T* y, int count)
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
                    sum = W.Add(sum, RowCopy.Load<W, V, T>(x + places[tap] + i, rest));
                }

                RunningSum.Add<W, V, T>(ref high, ref low, sum);
            }

            W.StorePartial(high, y + i, rest);
        }
    }
}
