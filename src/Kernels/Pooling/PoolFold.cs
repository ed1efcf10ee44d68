using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>Sums planes of the elements of windows back to where the windows read: the transpose of <see cref="PoolUnfold{T}"/>.</summary>
internal readonly unsafe struct PoolFold<T> : IPoolAction<T>
    where T : unmanaged
{
    /// <inheritdoc/>
    public static long Scratch(in PoolPlanes<T> planes) => planes.Phases.Pitch + (IsLong(planes) ? BlockSums.Levels * Count(planes) : 0);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<W, V>(in PoolPlanes<T> planes, long plane, T* scratch)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        T* y = planes.Result + (plane * planes.Input.Volume);
        T* sums = planes.Phases.IsSource ? y : scratch;
        T* x = planes.X + (plane * planes.Taps * planes.Output.Volume);
        int length = planes.Output[2];
        long count = Count(planes), blocks = 0;
        T* levels = scratch + planes.Phases.Pitch;
        RowCopy.Fill<W, V, T>(sums, (int)count);
        for (int tap = 0; tap < planes.Taps; tap++)
        {
            if (IsLong(planes) && tap > 0 && tap % RunningSum.BlockSteps == 0)
            {
                BlockSums.Add<W, V, T>(sums, levels, count, blocks++);
                RowCopy.Fill<W, V, T>(sums, (int)count);
            }

            for (long run = 0; run < planes.Runs.Count; run++)
            {
                T* to = sums + planes.Places[tap] + planes.Runs.Place(run);
                for (int row = 0; row < planes.Runs.Rows; row++, x += length)
                {
                    AddRow<W, V>(x, to + planes.Runs.RowPlace(row), length);
                }
            }
        }

        if (IsLong(planes))
        {
            BlockSums.Finish<W, V, T>(sums, levels, count, blocks);
        }

        if (!planes.Phases.IsSource)
        {
            RowCopy.Fill<W, V, T>(y, (int)planes.Input.Volume);
            planes.Phases.CopyBack<W, V, T>(sums, y);
        }
    }

    // Elements that so many windows read need a second level of sums.
    private static bool IsLong(in PoolPlanes<T> planes) => RunningSum.Rounds<T>() && planes.Taps > RunningSum.BlockSteps;

    private static long Count(in PoolPlanes<T> planes) => planes.Phases.Count * planes.Phases.Extents.Volume;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRow<W, V>(T* x, T* y, int count)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        for (int i = 0; i < count; i += W.Count)
        {
            int rest = Math.Min(W.Count, count - i);
            W.StorePartial(W.Add(W.LoadPartial(x + i, rest), W.LoadPartial(y + i, rest)), y + i, rest);
        }
    }
}
