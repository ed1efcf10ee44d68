using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralJit.Kernels;

/// <summary>Fills a range of a random tensor by windows that begin at a block of four.</summary>
internal unsafe struct RandomJob<T, TAction> : ILoopJob
    where T : unmanaged
    where TAction : struct, IRandomAction<T>
{
    private const int Window = 1024;

    // Blocks of elements have numbers below 2^61.
    private const ulong MoreBits = 1UL << 62;

    private ulong key;
    private ulong step;
    private long first;
    private long last;
    private T* y;

    /// <summary>Fills elements [firstElement, firstElement + count).</summary>
    public static void Run(ulong key, ulong step, long firstElement, long count, T* y)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstElement);
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
        {
            throw new NotSupportedException($"random: expected float or double, got {typeof(T).Name}.");
        }

        RandomJob<T, TAction> job = new()
        {
            key = key,
            step = step,
            first = firstElement,
            last = firstElement + count,
            y = y,
        };
        long windows = count <= 0 ? 0 : ((job.last - 1 - job.Start) / Window) + 1;
        ParallelLoop.Run(ref job, windows, perChunk: 1, forks: count >= ParallelLoop.Grain);
    }

    private readonly long Start => first & ~3L;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run(long begin, long end)
    {
        uint* words = stackalloc uint[Window];
        uint* more = stackalloc uint[typeof(T) == typeof(double) ? Window : 0];
        T* uniforms = stackalloc T[Window];
        T* results = stackalloc T[Window];
        for (long window = begin; window < end; window++)
        {
            // A window that sticks out of the range is made aside, and what belongs to the range copied.
            long at = Start + (window * Window);
            int count = (int)Math.Min(Window, ((last - at) + 3) & ~3L);
            PhiloxWords.Fill(key, step, (ulong)at >> 2, ((count >> 2) + 3) & ~3, words);
            if (typeof(T) == typeof(double))
            {
                PhiloxWords.Fill(key, step, MoreBits | ((ulong)at >> 2), ((count >> 2) + 3) & ~3, more);
            }
            ToUniforms(words, more, uniforms, count);
            long from = Math.Max(at, first), to = Math.Min(at + count, last);
            bool inside = from == at && to == at + count;
            T* target = inside ? y + (at - first) : results;
            TAction.Run(uniforms, target, count);
            if (!inside)
            {
                new ReadOnlySpan<T>(results + (from - at), (int)(to - from)).CopyTo(new Span<T>(y + (from - first), (int)(to - from)));
            }
        }
    }

    /// <summary>
    /// The upper 24 bits of each word times 2^−24, exactly; for float64 with the upper 29 bits of another word below them.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ToUniforms(uint* words, uint* more, T* uniforms, int count)
    {
        if (typeof(T) == typeof(float))
        {
            int i = 0;
            for (; i <= count - 8; i += 8)
            {
                Vector256<int> upper = (Vector256.Load(words + i) >>> 8).AsInt32();
                Vector256.Store(Vector256.ConvertToSingle(upper) * 5.9604644775390625e-8f, (float*)uniforms + i);
            }

            for (; i < count; i++)
            {
                ((float*)uniforms)[i] = (words[i] >> 8) * 5.9604644775390625e-8f;
            }
        }
        else
        {
            for (int i = 0; i < count; i++)
            {
                ((double*)uniforms)[i] = (((ulong)(words[i] >> 8) << 29) | (more[i] >> 3)) * (1.0 / (1UL << 53));
            }
        }
    }
}
