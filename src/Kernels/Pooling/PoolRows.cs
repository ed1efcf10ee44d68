using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>The rows of results within a run.</summary>
internal static unsafe class PoolRows
{
    /// <summary>Takes the results out of a run; returns where the next ones go.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T* Read<W, V, T>(in PoolPlanes<T> planes, T* wide, T* y)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        int length = planes.Output[2];
        for (int row = 0; row < planes.Runs.Rows; row++, y += length)
        {
            RowCopy.Read<W, V, T>(wide + planes.Runs.RowPlace(row), 1, y, length);
        }

        return y;
    }
}
