using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>Checks all indices before anything is written, so that an error leaves nothing changed.</summary>
internal static unsafe class IndexCheck
{
    /// <summary>An index as long.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Value<TIndex>(TIndex index)
        where TIndex : unmanaged
    {
        if (typeof(TIndex) == typeof(int))
        {
            return Unsafe.BitCast<TIndex, int>(index);
        }

        return typeof(TIndex) == typeof(long)
            ? Unsafe.BitCast<TIndex, long>(index)
            : throw new NotSupportedException($"index: expected int or long, got {typeof(TIndex).Name}.");
    }

    /// <summary>Throws for the first index that is negative or not below the length.</summary>
    public static void Run<TIndex>(string kernel, TIndex* indices, long count, long length)
        where TIndex : unmanaged
    {
        for (long i = 0; i < count; i++)
        {
            long index = Value(indices[i]);
            if ((ulong)index >= (ulong)length)
            {
                Throw(kernel, i, index, length);
            }
        }
    }

    private static void Throw(string kernel, long place, long index, long length) =>
#pragma warning disable CA2201 // An index out of range is exactly what this is.
        throw new IndexOutOfRangeException($"{kernel}: expected indices from 0 to {length - 1}, got {index} at position {place}.");
#pragma warning restore CA2201
}
