using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>Each element of the windows as a plane of its own.</summary>
internal readonly unsafe struct PoolUnfold<T> : IPoolAction<T>
    where T : unmanaged
{
    /// <inheritdoc/>
    public static long Scratch(in PoolPlanes<T> planes) => planes.Phases.Pitch;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<W, V>(in PoolPlanes<T> planes, long plane, T* scratch)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        T* x = planes.Lay<W, V>(planes.X + (plane * planes.Input.Volume), scratch, default);
        T* y = planes.Result + (plane * planes.Taps * planes.Output.Volume);
        for (int tap = 0; tap < planes.Taps; tap++)
        {
            for (long run = 0; run < planes.Runs.Count; run++)
            {
                y = PoolRows.Read<W, V, T>(planes, x + planes.Places[tap] + planes.Runs.Place(run), y);
            }
        }
    }
}
