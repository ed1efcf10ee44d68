namespace NeuralJit.Kernels;

/// <summary>
/// Copies between any two layouts: transposes, slices, broadcasts, concatenations and padding are all this. The loops
/// are put in the order of the destination's strides; where then the source is contiguous along another dimension, the
/// two are transposed in blocks.
/// </summary>
public static unsafe class StridedCopy
{
    // Rows of so few elements cost more than steps over the destination.
    private const int LongestShortRow = 4;

    /// <summary>y = x.</summary>
    /// <param name="lengths">The shape.</param>
    /// <param name="x">The source.</param>
    /// <param name="xStrides">Its strides in elements; 0 repeats.</param>
    /// <param name="y">The destination; it does not overlap the source.</param>
    /// <param name="yStrides">Its strides in elements; no two indices may meet.</param>
    public static void Run<T>(ReadOnlySpan<int> lengths, T* x, ReadOnlySpan<long> xStrides, T* y, ReadOnlySpan<long> yStrides)
        where T : unmanaged
    {
        // Only the size of an element matters.
        switch (sizeof(T))
        {
            case 1: Sorted(lengths, (byte*)x, xStrides, (byte*)y, yStrides); break;
            case 2: Sorted(lengths, (ushort*)x, xStrides, (ushort*)y, yStrides); break;
            case 4: Sorted(lengths, (uint*)x, xStrides, (uint*)y, yStrides); break;
            case 8: Sorted(lengths, (ulong*)x, xStrides, (ulong*)y, yStrides); break;
            default: throw new NotSupportedException($"copy: expected elements of 1, 2, 4 or 8 bytes, got {typeof(T).Name}.");
        }
    }

    private static void Sorted<T>(ReadOnlySpan<int> lengths, T* x, ReadOnlySpan<long> xStrides, T* y, ReadOnlySpan<long> yStrides)
        where T : unmanaged
    {
        int rank = lengths.Length;
        if (rank > LoopNest.MaxRank || xStrides.Length != rank || yStrides.Length != rank)
        {
            throw new ArgumentException(
                $"copy: expected at most {LoopNest.MaxRank} dimensions with a stride each, got {rank}, {xStrides.Length} and "
                + $"{yStrides.Length}.");
        }

        Span<int> sortedLengths = stackalloc int[rank];
        Span<long> sortedX = stackalloc long[rank];
        Span<long> sortedY = stackalloc long[rank];
        int kept = 0;
        for (int i = 0; i < rank; i++)
        {
            if (lengths[i] == 0)
            {
                return;
            }

            if (lengths[i] == 1)
            {
                continue;
            }

            // Insertion by falling destination stride; there are few dimensions.
            int place = kept++;
            for (; place > 0 && Math.Abs(sortedY[place - 1]) < Math.Abs(yStrides[i]); place--)
            {
                sortedLengths[place] = sortedLengths[place - 1];
                sortedX[place] = sortedX[place - 1];
                sortedY[place] = sortedY[place - 1];
            }

            sortedLengths[place] = lengths[i];
            sortedX[place] = xStrides[i];
            sortedY[place] = yStrides[i];
        }

        LoopNest nest = LoopNest.Create(sortedLengths[..kept]);
        nest.Add(y, sortedY[..kept], sizeof(T));
        nest.Add(x, sortedX[..kept], sizeof(T));
        nest.Prepare();
        if (!Transposition<T>.TryRun(ref nest))
        {
            nest.WalkLongRows(LongestShortRow);
            nest.Run<CopyRow<T>>();
        }
    }
}
