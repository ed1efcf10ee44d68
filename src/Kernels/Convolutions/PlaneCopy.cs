using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralJit.Kernels;

/// <summary>Copies channels into planes that have zeros around and between their lines, as convolution kernels read them.</summary>
public static unsafe class PlaneCopy
{
    /// <summary>
    /// Entries of a line in the table: where it begins in the plane, where in the channel, its length, and the step from element to element
    /// in the channel.
    /// </summary>
    public const int LineEntries = 4;

    /// <summary>Fills <paramref name="batch"/> × <paramref name="channels"/> planes; only the size of an element matters.</summary>
    /// <param name="batch">Samples.</param>
    /// <param name="channels">Channels of a sample.</param>
    /// <param name="x">The first element of the first channel.</param>
    /// <param name="batchStride">Elements from sample to sample.</param>
    /// <param name="channelStride">Elements from channel to channel.</param>
    /// <param name="lines">The table of lines, the same for every channel.</param>
    /// <param name="lineCount">Lines in the table.</param>
    /// <param name="planes">The planes, one after the other.</param>
    /// <param name="plane">Elements of a plane.</param>
    public static void Run<T>(
        int batch, int channels, T* x, long batchStride, long channelStride, long* lines, int lineCount, T* planes, long plane)
        where T : unmanaged
    {
        const int ChunkElements = 8192;
        long count = (long)batch * channels, perChunk = Math.Max(1, ChunkElements / Math.Max(1, plane));
        var job = new Job<T>(channels, x, batchStride, channelStride, lines, lineCount, planes, plane);
        ParallelLoop.Run(ref job, count, perChunk, forks: count * plane >= 2 * ChunkElements);
    }

    /// <summary>Fills one plane.</summary>
    /// <param name="source">The first element of the channel.</param>
    /// <param name="target">The plane.</param>
    /// <param name="lines">The table of lines.</param>
    /// <param name="count">Lines in the table.</param>
    /// <param name="plane">Elements of the plane.</param>
    public static void Fill<T>(T* source, T* target, long* lines, int count, long plane) where T : unmanaged
    {
        T* done = target;
        for (int i = 0; i < count; i++, lines += LineEntries)
        {
            T* to = target + lines[0];
            Clear(done, to);
            done = lines[3] switch
            {
                1 => CopyLine(source + lines[1], to, lines[2]),
                2 => CopyEverySecond(source + lines[1], to, lines[2]),
                _ => CopySpread(source + lines[1], lines[3], to, lines[2]),
            };
        }
        Clear(done, target + plane);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Clear<T>(T* from, T* end) where T : unmanaged
    {
        if (end - from > 2 * Vector512<byte>.Count / sizeof(T))
        {
            new Span<T>(from, (int)(end - from)).Clear();
            return;
        }
        while (from < end)
        {
            *from++ = default;
        }
    }

    /// <summary>
    /// Whole vectors, the last one overlapping the one before it: lines are short, and calls would cost as much as the copies.
    /// </summary>
    private static T* CopyLine<T>(T* source, T* target, long length) where T : unmanaged
    {
        T* end = target + length;
        int lanes = Vector256<byte>.Count / sizeof(T);
        if (length < lanes)
        {
            for (; target < end; target++, source++)
            {
                *target = *source;
            }
            return end;
        }
        for (; end - target > lanes; target += lanes, source += lanes)
        {
            Vector256.Load((byte*)source).Store((byte*)target);
        }
        long back = lanes - (end - target);
        Vector256.Load((byte*)(source - back)).Store((byte*)(target - back));
        return end;
    }

    private static T* CopyEverySecond<T>(T* source, T* target, long length) where T : unmanaged
    {
        long i = 0;
        if (sizeof(T) == sizeof(float) && Avx512F.IsSupported)
        {
            // The last element of the second vector lies one beyond what is asked for: stop one vector early.
            Vector512<int> even = Vector512<int>.Indices * 2;
            for (; i + Vector512<float>.Count < length; i += Vector512<float>.Count)
            {
                Vector512<float> low = Vector512.Load((float*)source + (2 * i)),
                    high = Vector512.Load((float*)source + (2 * i) + Vector512<float>.Count);
                Avx512F.PermuteVar16x32x2(low, even, high).Store((float*)target + i);
            }
        }
        return CopySpread(source + (2 * i), 2, target + i, length - i);
    }

    private static T* CopySpread<T>(T* source, long step, T* target, long length) where T : unmanaged
    {
        T* end = target + length;
        for (; end - target >= 4; target += 4, source += 4 * step)
        {
            (T a, T b, T c, T d) = (source[0], source[step], source[2 * step], source[3 * step]);
            (target[0], target[1], target[2], target[3]) = (a, b, c, d);
        }
        for (; target < end; target++, source += step)
        {
            *target = *source;
        }
        return end;
    }

    private readonly struct Job<T>(
        int channels, T* x, long batchStride, long channelStride, long* lines, int lineCount, T* planes, long plane) : ILoopJob
        where T : unmanaged
    {
        public void Run(long begin, long end)
        {
            for (long i = begin; i < end; i++)
            {
                (long sample, long channel) = Math.DivRem(i, channels);
                Fill(x + (sample * batchStride) + (channel * channelStride), planes + (i * plane), lines, lineCount, plane);
            }
        }
    }
}
