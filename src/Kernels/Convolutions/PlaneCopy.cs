using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>Copies channels into planes that have zeros around and between their lines, as convolution kernels read them.</summary>
public static unsafe class PlaneCopy
{
    /// <summary>Entries of a line in the table: where it begins in the plane, where in the channel, its length, and the step from element to element in the channel.</summary>
    public const int LineEntries = 4;

    private static readonly ChunkBody Singles = Copy<uint>, Doubles = Copy<ulong>;

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
    public static void Run<T>(int batch, int channels, T* x, long batchStride, long channelStride, long* lines, int lineCount, T* planes, long plane)
        where T : unmanaged
    {
        const int ChunkElements = 8192;
        long count = (long)batch * channels, perChunk = Math.Max(1, ChunkElements / Math.Max(1, plane));
        var job = new Job(channels, (long)x, batchStride, channelStride, (long)lines, lineCount, (long)planes, plane, count, perChunk);
        long chunks = (count + perChunk - 1) / perChunk;
        ChunkBody body = sizeof(T) == sizeof(uint) ? Singles : Doubles;
        if (count * plane < 2 * ChunkElements)
        {
            body((long)&job, 0, chunks);
        }
        else
        {
            WorkerPool.Shared.Run(body, (long)&job, chunks);
        }
    }

    private static void Copy<T>(long state, long begin, long end) where T : unmanaged
    {
        Job job = *(Job*)state;
        long last = Math.Min(end * job.PerChunk, job.Count);
        for (long i = begin * job.PerChunk; i < last; i++)
        {
            (long sample, long channel) = Math.DivRem(i, job.Channels);
            T* source = (T*)job.Source + (sample * job.BatchStride) + (channel * job.ChannelStride);
            T* target = (T*)job.Target + (i * job.Plane);
            CopyPlane(source, target, (long*)job.Lines, job.LineCount, job.Plane);
        }
    }

    private static void CopyPlane<T>(T* source, T* target, long* lines, int count, long plane) where T : unmanaged
    {
        long done = 0;
        for (int i = 0; i < count; i++, lines += LineEntries)
        {
            (long to, long from, int length, long step) = (lines[0], lines[1], (int)lines[2], lines[3]);
            new Span<T>(target + done, (int)(to - done)).Clear();
            if (step == 1)
            {
                Unsafe.CopyBlockUnaligned(target + to, source + from, (uint)(length * sizeof(T)));
            }
            else
            {
                Spread(source + from, step, target + to, length);
            }
            done = to + length;
        }
        new Span<T>(target + done, (int)(plane - done)).Clear();
    }

    private static void Spread<T>(T* source, long step, T* target, int length) where T : unmanaged
    {
        int i = 0;
        for (; i + 4 <= length; i += 4, source += 4 * step)
        {
            (T a, T b, T c, T d) = (source[0], source[step], source[2 * step], source[3 * step]);
            (target[i], target[i + 1], target[i + 2], target[i + 3]) = (a, b, c, d);
        }
        for (; i < length; i++, source += step)
        {
            target[i] = *source;
        }
    }

    private readonly record struct Job(
        long Channels, long Source, long BatchStride, long ChannelStride, long Lines, int LineCount, long Target, long Plane, long Count, long PerChunk);
}
