using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>
/// The gradient with respect to a convolution's weight: dot products of dy's channels with what the taps read. Samples go by
/// in passes that fit the cache, cut by shape; within a pass each weight is one sum of lanes, and the passes are the blocks of
/// <see cref="UnitSums{T}"/>, so that long sums stay accurate and do not depend on threads.
/// </summary>
internal unsafe struct WeightProducts<T> : ISimdAction<T, WeightProducts<T>>
    where T : unmanaged
{
    private const int LaneBytes = 64;
    private const long PassBytes = 1 << 20;
    private const long UnitWork = 1 << 18;

    private ConvolutionGeometry g;
    private PhasePlanes planes;
    private Runs runs;
    private T* x;
    private T* dy;
    private T* weight;
    private long* taps;
    private long* places;
    private T* masks;
    private T* copiedX;
    private T* copiedDy;
    private int depth;
    private int steps;
    private bool isWhole;
    private int passSamples;
    private int firstSample;
    private int samples;
    private bool accumulates;
    private int tileRows;
    private int unitTaps;

    /// <summary>Computes the gradient.</summary>
    public static void Run(in ConvolutionGeometry g, T* x, T* dy, T* weight)
    {
        long count = (long)g.Groups * g.Outputs * g.Channels * g.Taps;
        if (count == 0 || g.Batch == 0)
        {
            Fill.Run(weight, count, default);
            return;
        }

        WeightProducts<T> self = new() { g = g, x = x, dy = dy, weight = weight, depth = g.Channels * g.Taps };
        self.PlanPlaces();
        using Scratch scratch = new(self.Bytes);
        self.Lay(scratch.Address);
        Simd.Run<WeightProducts<T>, T, WeightProducts<T>>(self);
    }

    /// <inheritdoc/>
    public static void Invoke<W, V>(in WeightProducts<T> given)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        WeightProducts<T> self = given;
        self.tileRows = TileRunner.Rows<W, V, T>();
        long passes = ((self.g.Batch - 1) / self.passSamples) + 1, count = (long)self.AllOutputs * self.depth;
        using Scratch levels = new(UnitSums<T>.Bytes(passes, count));
        UnitSums<T> sums = new(self.weight, count, 1, count, levels.Address);
        for (long pass = 0; pass < passes; pass++)
        {
            self.firstSample = (int)pass * self.passSamples;
            self.samples = Math.Min(self.passSamples, self.g.Batch - self.firstSample);
            self.accumulates = UnitSums<T>.Accumulates(pass);
            self.RunPass<W, V>();
            sums.EndBlock<W, V>(pass, pass == passes - 1);
        }
    }

    private static int Lanes => LaneBytes / sizeof(T);

    private readonly int AllChannels => g.Groups * g.Channels;

    private readonly int AllOutputs => g.Groups * g.Outputs;

    private readonly long Pitch => (long)steps * Lanes;

    private readonly long SampleElements => ((planes.IsSource ? 0 : AllChannels) * planes.Pitch) + (isWhole ? 0 : AllOutputs * Pitch);

    private readonly long Bytes => ((depth + steps) * (long)sizeof(long))
        + (((isWhole ? 0 : Pitch) + (passSamples * SampleElements) + Lanes) * sizeof(T)) + (4 * LaneBytes);

    private readonly int TapUnits => ((depth - 1) / unitTaps) + 1;

    private readonly int RowTiles => ((g.Outputs - 1) / tileRows) + 1;

    private void PlanPlaces()
    {
        planes = PhasePlanes.Of(g);
        runs = Runs.Of(g.Output, planes, Lanes);
        isWhole = runs.IsGapless && runs.Length % Lanes == 0;
        if (!isWhole && planes.IsSource)
        {
            // The last register of a run reads beyond it, which only a copy has room for.
            planes = planes.Copied();
        }

        steps = (int)runs.Registers(Lanes);
        passSamples = (int)Math.Clamp(PassBytes / (((AllChannels * planes.Pitch) + (AllOutputs * Pitch)) * sizeof(T)), 1, g.Batch);
    }

    /// <summary>Divides the working memory, and writes where taps and registers read and which places count.</summary>
    private void Lay(byte* memory)
    {
        taps = (long*)Take(ref memory, depth * (long)sizeof(long));
        places = (long*)Take(ref memory, steps * (long)sizeof(long));
        masks = isWhole ? null : (T*)Take(ref memory, Pitch * sizeof(T));
        copiedDy = (T*)Take(ref memory, isWhole ? 0 : passSamples * AllOutputs * Pitch * sizeof(T));
        copiedX = (T*)memory;
        for (int i = 0; i < depth; i++)
        {
            (int channel, int tap) = Math.DivRem(i, g.Taps);
            (int k0, int k1, int k2) = g.Tap(tap);
            taps[i] = channel == 0 ? planes.Place(k0, k1, k2) : taps[i - g.Taps] + planes.Pitch;
        }

        int perRun = steps / (int)runs.Count;
        for (int i = 0; i < steps; i++)
        {
            (int run, int register) = Math.DivRem(i, perRun);
            places[i] = runs.Place(run) + (register * Lanes);
        }

        if (!isWhole)
        {
            new Span<byte>(masks, checked((int)(Pitch * sizeof(T)))).Clear();
            for (long run = 0; run < runs.Count; run++)
            {
                for (int row = 0; row < runs.Rows; row++)
                {
                    new Span<byte>(masks + (run * perRun * Lanes) + runs.RowPlace(row), g.Output[2] * sizeof(T)).Fill(byte.MaxValue);
                }
            }
        }
    }

    private static byte* Take(ref byte* memory, long bytes)
    {
        byte* part = memory;
        memory += (bytes + LaneBytes - 1) & ~(LaneBytes - 1L);
        return part;
    }

    private void RunPass<W, V>()
        where W : struct, ISimd<V, T>
        where V : struct
    {
        long tile = (long)Math.Min(tileRows, g.Outputs) * DotRunner.Taps * Pitch * samples;
        unitTaps = (int)Math.Clamp(UnitWork / tile, 1, ((depth - 1) / DotRunner.Taps) + 1) * DotRunner.Taps;
        long copies = samples * ((planes.IsSource ? 0L : AllChannels) + (isWhole ? 0 : AllOutputs));
        long units = (long)g.Groups * RowTiles * TapUnits;
        bool forks = units > 1 && tile * units * unitTaps / DotRunner.Taps >= UnitWork;
        fixed (WeightProducts<T>* self = &this)
        {
            WidthLoop<CopyJob, W, V, T>.Run(new(self), copies, ParallelLoop.PerChunk(Pitch), forks);
            WidthLoop<MultiplyJob, W, V, T>.Run(new(self), units, perChunk: 1, forks);
        }
    }

    private readonly void Copy<W, V>(long begin, long end)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        // The channels of x come first, those of dy after them.
        long inputs = planes.IsSource ? 0 : samples * (long)AllChannels;
        long count = Math.Min(end, inputs) - begin;
        if (count > 0)
        {
            T* from = x + (((firstSample * (long)AllChannels) + begin) * planes.SourcePitch);
            planes.Copy<W, V, T>(from, copiedX + (begin * planes.Pitch), count);
            begin += count;
        }

        for (long channel = begin - inputs; channel < end - inputs; channel++)
        {
            T* from = dy + (((firstSample * (long)AllOutputs) + channel) * g.Output.Volume);
            CopyRuns<W, V>(from, copiedDy + (channel * Pitch));
        }
    }

    /// <summary>A channel of dy as runs of whole registers, zeros where there is no result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void CopyRuns<W, V>(T* from, T* to)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        long pitch = Pitch / runs.Count;
        int length = g.Output[2];
        for (long run = 0; run < runs.Count; run++, to += pitch)
        {
            long done = 0;
            for (int row = 0; row < runs.Rows; row++, from += length)
            {
                long place = runs.RowPlace(row);
                RowCopy.Fill<W, V, T>(to + done, (int)(place - done));
                RowCopy.Read<W, V, T>(from, 1, to + place, length);
                done = place + length;
            }

            RowCopy.Fill<W, V, T>(to + done, (int)(pitch - done));
        }
    }

    private readonly void Multiply<W, V>(long begin, long end)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        long xSample = AllChannels * planes.Pitch, dSample = AllOutputs * Pitch;
        T* read = planes.IsSource ? x + (firstSample * xSample) : copiedX;
        T* gradient = isWhole ? dy + (firstSample * dSample) : copiedDy;
        for (long unit = begin; unit < end; unit++)
        {
            (long tiles, long tapUnit) = Math.DivRem(unit, TapUnits);
            (long group, long rowTile) = Math.DivRem(tiles, RowTiles);
            int row = (int)rowTile * tileRows, tap = (int)tapUnit * unitTaps;
            long output = (group * g.Outputs) + row;
            DotTile<T> tile = new()
            {
                D = gradient + (output * Pitch),
                X = read + (group * g.Channels * planes.Pitch),
                C = weight + (output * depth) + tap,
                Taps = taps + tap,
                Places = places,
                Masks = masks,
                Steps = steps,
                Samples = samples,
                Pitch = Pitch,
                DSample = dSample,
                XSample = xSample,
                CPitch = depth,
                Accumulate = accumulates,
            };
            DotRunner.Run<W, V, T>(tile, Math.Min(tileRows, g.Outputs - row), Math.Min(unitTaps, depth - tap));
        }
    }

    private readonly struct CopyJob(WeightProducts<T>* all) : ISimdJob<T>
    {
        public void Run<W, V>(long begin, long end)
            where W : struct, ISimd<V, T>
            where V : struct => all->Copy<W, V>(begin, end);
    }

    private readonly struct MultiplyJob(WeightProducts<T>* all) : ISimdJob<T>
    {
        public void Run<W, V>(long begin, long end)
            where W : struct, ISimd<V, T>
            where V : struct => all->Multiply<W, V>(begin, end);
    }
}
