using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>Picks from another plane the elements at which windows have their greatest.</summary>
internal readonly unsafe struct PoolGather<T> : IPoolAction<T>
    where T : unmanaged
{
    /// <inheritdoc/>
    public static long Scratch(in PoolPlanes<T> planes) => (3 * planes.Phases.Pitch) + planes.Runs.Length;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<W, V>(in PoolPlanes<T> planes, long plane, T* scratch)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        long pitch = planes.Phases.Pitch;
        T* wide = scratch + (3 * pitch), x = planes.X + (plane * planes.Input.Volume);
        GreatestTap<T> taps = new(x, planes.Lay<W, V>(x, scratch, GreatestTap<T>.Padding), scratch + (2 * pitch));
        T* values = planes.Lay<W, V>(planes.D + (plane * planes.Input.Volume), scratch + pitch, default);
        T* y = planes.Result + (plane * planes.Output.Volume);
        for (long run = 0; run < planes.Runs.Count; run++)
        {
            long place = planes.Runs.Place(run);
            for (int i = 0; i < planes.Runs.Length; i += W.Count)
            {
                int rest = Math.Min(W.Count, planes.Runs.Length - i);
                V greatest = taps.Find<W, V>(planes, place + i, rest);
                V picked = W.Create(0);
                for (int tap = 0; tap < planes.Taps; tap++)
                {
                    picked = W.Select(
                        W.Equal(greatest, W.Create(tap)), W.LoadPartial(values + place + i + planes.Places[tap], rest), picked);
                }

                W.StorePartial(picked, wide + i, rest);
            }

            y = PoolRows.Read<W, V, T>(planes, wide, y);
        }
    }
}
