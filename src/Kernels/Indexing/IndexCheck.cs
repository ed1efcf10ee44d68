using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralJit.Kernels;

/// <summary>Checks all indices before anything is written, so that an error leaves nothing changed.</summary>
public static unsafe class IndexCheck
{
    /// <summary>The position of the first index that is negative or not below the length; −1 if there is none.</summary>
    /// <param name="indices">The indices, int or long.</param>
    /// <param name="count">Their number.</param>
    /// <param name="length">The extent that they are positions of, at least 1 where there are indices.</param>
    public static long FirstOutside<TIndex>(TIndex* indices, long count, long length)
        where TIndex : unmanaged
    {
        long i = 0;
        if (Vector256.IsHardwareAccelerated && AllInside(indices, count, length, ref i))
        {
            return -1;
        }

        for (; i < count; i++)
        {
            if ((ulong)Value(indices[i]) >= (ulong)length)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>An index as long.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static long Value<TIndex>(TIndex index)
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
    internal static void Run<TIndex>(string kernel, TIndex* indices, long count, long length)
        where TIndex : unmanaged
    {
        if (FirstOutside(indices, count, length) is >= 0 and var place)
        {
            Throw(kernel, place, Value(indices[place]), length);
        }
    }

    /// <summary>
    /// Looks at whole vectors: i and length − 1 − i are both not negative for what is inside. Gives whether that is all there is, and all
    /// inside; else where to look one by one.
    /// </summary>
    private static bool AllInside<TIndex>(TIndex* indices, long count, long length, ref long i)
        where TIndex : unmanaged
    {
        int lanes = Vector256<TIndex>.Count;
        long greatest = typeof(TIndex) == typeof(int) ? Math.Min(length - 1, int.MaxValue) : length - 1;
        Vector256<TIndex> outside = default;
        Vector256<TIndex> last = typeof(TIndex) == typeof(int)
            ? Vector256.Create((int)greatest).As<int, TIndex>()
            : Vector256.Create(greatest).As<long, TIndex>();
        for (; i <= count - lanes; i += lanes)
        {
            Vector256<TIndex> index = Vector256.Load(indices + i);
            outside |= index | (last - index);
        }

        if (outside.ExtractMostSignificantBits() == 0)
        {
            return i == count;
        }

        i = 0;
        return false;
    }

    private static void Throw(string kernel, long place, long index, long length) =>
#pragma warning disable CA2201 // An index out of range is exactly what this is.
        throw new IndexOutOfRangeException($"{kernel}: expected indices from 0 to {length - 1}, got {index} at position {place}.");
#pragma warning restore CA2201
}
