using System.Diagnostics;
using System.Runtime.CompilerServices;
using NeuralJit.Kernels;

namespace NeuralJit.Compilation;

/// <summary>The loops that find out what the machine can do.</summary>
internal static unsafe class PeakLoops
{
    private const int Rounds = 3;
    private const int Accumulators = 12;
    private const int Turns = 20_000;
    private const int FlopChunksPerThread = 32;
    private const int MemoryBytes = 1 << 27;
    private const int PartBytes = 1 << 18;

    /// <summary>float32 operations per second.</summary>
    public static double FlopsPerSecond(int threads)
    {
        int chunks = threads * FlopChunksPerThread;
        Storage sums = Storage.Allocate<float>(chunks);
        double seconds = Fastest(MultiplyAdds, sums, chunks, threads);
        int lanes = Math.Max(Simd.WidestBits / 8 / sizeof(float), 1);
        return 2.0 * Accumulators * Turns * lanes * chunks / seconds;
    }

    /// <summary>Bytes per second, read and written.</summary>
    public static double BytesPerSecond(int threads) =>
        2.0 * MemoryBytes / Fastest(Scale, Storage.Allocate<byte>(MemoryBytes), MemoryBytes / PartBytes, threads);

    /// <summary>The first round compiles and touches the memory; it does not count.</summary>
    private static double Fastest(ChunkBody body, Storage memory, int chunks, int threads)
    {
        double least = double.MaxValue;
        for (int round = 0; round <= Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            WorkerPool.Shared.Run(body, memory.Address, chunks, threads);
            least = round == 0 ? least : Math.Min(least, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        GC.KeepAlive(memory);
        return least;
    }

    private static void MultiplyAdds(long sums, long begin, long end)
    {
        for (long chunk = begin; chunk < end; chunk++)
        {
            nint sum = (nint)((float*)sums + chunk);
            Simd.Run<MultiplyAddLoop, float, nint>(sum);
        }
    }

    private static void Scale(long memory, long begin, long end)
    {
        for (long part = begin; part < end; part++)
        {
            nint address = (nint)(memory + (part * PartBytes));
            Simd.Run<ScaleLoop, float, nint>(address);
        }
    }

    /// <summary>
    /// As many independent multiply-adds as hide the latency of one; all stay at 2 = 2 · ½ + 1, where no processor slows down.
    /// </summary>
    private readonly struct MultiplyAddLoop : ISimdAction<float, nint>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        public static void Invoke<W, V>(in nint arguments)
            where W : struct, ISimd<V, float>
            where V : struct
        {
            V half = W.Create(0.5), one = W.Create(1);
            V a = W.Create(2), b = a, c = a, d = a, e = a, f = a, g = a, h = a, i = a, j = a, k = a, l = a;
            for (int turn = 0; turn < Turns; turn++)
            {
                a = W.MultiplyAdd(a, half, one);
                b = W.MultiplyAdd(b, half, one);
                c = W.MultiplyAdd(c, half, one);
                d = W.MultiplyAdd(d, half, one);
                e = W.MultiplyAdd(e, half, one);
                f = W.MultiplyAdd(f, half, one);
                g = W.MultiplyAdd(g, half, one);
                h = W.MultiplyAdd(h, half, one);
                i = W.MultiplyAdd(i, half, one);
                j = W.MultiplyAdd(j, half, one);
                k = W.MultiplyAdd(k, half, one);
                l = W.MultiplyAdd(l, half, one);
            }
            V sum = W.Add(W.Add(W.Add(a, b), W.Add(c, d)), W.Add(W.Add(e, f), W.Add(g, h)));
            *(float*)arguments = W.First(W.Add(sum, W.Add(W.Add(i, j), W.Add(k, l))));
        }
    }

    /// <summary>Reads and writes a part of the memory.</summary>
    private readonly struct ScaleLoop : ISimdAction<float, nint>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        public static void Invoke<W, V>(in nint arguments)
            where W : struct, ISimd<V, float>
            where V : struct
        {
            V half = W.Create(0.5), one = W.Create(1);
            float* place = (float*)arguments, end = place + (PartBytes / sizeof(float));
            for (; place < end; place += W.Count)
            {
                W.Store(W.MultiplyAdd(W.Load(place), half, one), place);
            }
        }
    }
}
