using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>
/// What a convolution and its input gradient have in common: for each sample and group a product of the weights with
/// rows that are read out of the planes where the taps find them, without a matrix of patches in between. Samples are shared
/// out whole where there are enough of them, else one is computed by all threads. Each result is one chain of fused
/// multiply-adds over channels and taps, in blocks (<see cref="RunningSum"/>), however the work is cut.
/// </summary>
internal unsafe struct TapProducts<T> : ISimdAction<T, TapProducts<T>>
    where T : unmanaged
{
    private const long ChunkWork = 1 << 17;

    /// <summary>Samples.</summary>
    public int Batch;

    /// <summary>Groups.</summary>
    public int Groups;

    /// <summary>Channels of a group that are summed over.</summary>
    public int Channels;

    /// <summary>Channels of a group that are computed.</summary>
    public int Rows;

    /// <summary>How the source's channels lie.</summary>
    public PhasePlanes Planes;

    /// <summary>The source.</summary>
    public T* Source;

    /// <summary>The weights.</summary>
    public T* Weight;

    /// <summary>The results.</summary>
    public T* Target;

    /// <summary>Elements from one channel's weights to the next.</summary>
    public long WeightStride;

    /// <summary>Elements from one channel of the results to the next.</summary>
    public long TargetPitch;

    /// <summary>The results by the taps they see.</summary>
    public TapOutput* Outputs;

    /// <summary>How many there are.</summary>
    public int OutputCount;

    /// <summary>Computes all results.</summary>
    public readonly void Run()
    {
        if (Batch != 0 && Groups * Rows != 0 && TargetPitch != 0)
        {
            Simd.Run<TapProducts<T>, T, TapProducts<T>>(this);
        }
    }

    /// <inheritdoc/>
    public static void Invoke<W, V>(in TapProducts<T> given)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        TapProducts<T> self = given;
        long products = (long)self.Batch * self.Groups, work = 0;
        bool whole = products >= 4L * WorkerPool.Threads;
        for (int i = 0; i < self.OutputCount; i++)
        {
            self.Outputs[i].Plan(self.Planes, W.Count, self.Rows, forThreads: !whole);
            work += self.Outputs[i].Depth * self.Outputs[i].Extents.Volume * self.Rows;
        }

        bool small = work * products < 2 * ChunkWork;
        if (whole || small)
        {
            WidthLoop<ProductsJob, W, V, T>.Run(new(&self), products, Math.Max(1, ChunkWork / Math.Max(1, work)), forks: !small);
            return;
        }

        using Scratch scratch = new(self.PlanesBytes);
        for (long product = 0; product < products; product++)
        {
            RunTogether<W, V>(&self, product, (T*)scratch.Address);
        }
    }

    private readonly long PlanesBytes => Planes.IsSource ? 0 : Channels * Planes.Pitch * sizeof(T);

    /// <summary>One sample and group on all threads.</summary>
    private static void RunTogether<W, V>(TapProducts<T>* self, long number, T* scratch)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        T* read = self->SourceOf(number);
        if (!self->Planes.IsSource)
        {
            WidthLoop<CopyJob, W, V, T>.Run(
                new(&self->Planes, read, scratch), self->Channels, ParallelLoop.PerChunk(self->Planes.Pitch), forks: true);
            read = scratch;
        }

        for (int output = 0; output < self->OutputCount; output++)
        {
            WidthLoop<UnitsJob, W, V, T>.Run(new(self, number, read, output), self->Outputs[output].Units, perChunk: 1, forks: true);
        }
    }

    private readonly T* SourceOf(long number) => Source + (number * Channels * Planes.SourcePitch);

    private readonly void RunUnits<W, V>(long number, T* read, in TapOutput o, long begin, long end)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        int unitColumns = o.UnitPanels * 3 * W.Count;
        long sums = (long)o.UnitRows * unitColumns;
        using Scratch scratch = new(o.IsDirect ? 0 : sums * sizeof(T));
        using Scratch levels = new(UnitSums<T>.Bytes(Blocks(o), sums));
        T* weight = Weight + (number % Groups * GroupWeights);
        T* target = Target + (number * Rows * TargetPitch) + o.Offset;
        for (long unit = begin; unit < end; unit++)
        {
            // Units of the same columns follow each other, so that what the taps read stays in the cache.
            (long column, long rowUnit) = Math.DivRem(unit, o.RowUnits);
            (long run, long panelUnit) = Math.DivRem(column, o.PanelUnits);
            int row = (int)rowUnit * o.UnitRows, panel = (int)panelUnit * o.UnitPanels;
            int rows = Math.Min(o.UnitRows, Rows - row), lastPanel = Math.Min(o.Panels, panel + o.UnitPanels);
            int first = FirstColumn<W, V>(o, panel), last = FirstColumn<W, V>(o, lastPanel);
            (long plane, long line) = o.Runs.First(run);
            T* results = target + (row * TargetPitch) + (plane * o.PlaneStride) + (line * o.RowStride);
            Tile<T> tile = new()
            {
                A = weight + (row * WeightStride),
                ARowStride = WeightStride,
                B = read + o.Place + o.Runs.Place(run),
                C = o.IsDirect ? results : (T*)scratch.Address - first,
                CRowStride = o.IsDirect ? TargetPitch : unitColumns,
            };
            if (rows == 1 && Blocks(o) == 1)
            {
                tile.B += first;
                tile.C += first;
                tile.Steps = o.Steps;
                tile.Depth = o.Depth;
                RowKernel.Run<W, V, T>(tile, last - first);
            }
            else
            {
                Multiply<W, V>(tile, o, rows, panel, lastPanel, new(tile.C + first, tile.CRowStride, rows, last - first, levels.Address));
            }

            if (!o.IsDirect)
            {
                Store<W, V>(o, (T*)scratch.Address, unitColumns, rows, results, first, last);
            }
        }
    }

    private readonly long GroupWeights => (long)Rows * Channels * WeightTaps;

    /// <summary>Elements of the kernel.</summary>
    public long WeightTaps;

    private static int FirstColumn<W, V>(in TapOutput o, int panel)
        where W : struct, ISimd<V, T>
        where V : struct =>
        Math.Min(o.Runs.Length, (int)((long)panel * o.Registers / o.Panels) * W.Count);

    private static int Blocks(in TapOutput o) => (Math.Max(0, o.Depth - 1) / RunningSum.BlockDepth) + 1;

    /// <summary>A few panels of a run for a few channels.</summary>
    private static void Multiply<W, V>(Tile<T> origin, in TapOutput o, int rows, int firstPanel, int lastPanel, UnitSums<T> sums)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        int blocks = Blocks(o);
        for (int block = 0; block < blocks; block++)
        {
            int depth = block * RunningSum.BlockDepth;
            for (int panel = firstPanel; panel < lastPanel; panel++)
            {
                int column = FirstColumn<W, V>(o, panel), width = FirstColumn<W, V>(o, panel + 1) - column;
                Tile<T> tile = origin;
                tile.B += column;
                tile.C += column;
                tile.Steps = o.Steps + depth;
                tile.Depth = Math.Min(RunningSum.BlockDepth, o.Depth - depth);
                tile.Accumulate = UnitSums<T>.Accumulates(block);
                tile.LastCount = ((width - 1) % W.Count) + 1;
                TileRunner.Run<ITileFlag.Yes, W, V, T>(ref tile, rows, width);
            }

            sums.EndBlock<W, V>(block, block == blocks - 1);
        }
    }

    /// <summary>Writes the results among columns <paramref name="first"/> to <paramref name="last"/> of a run where they belong.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Store<W, V>(in TapOutput o, T* columns, long pitch, int rows, T* target, long first, long last)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        int length = o.Extents[2];
        for (int i = 0; i < o.Runs.Rows; i++)
        {
            long place = o.Runs.RowPlace(i), begin = Math.Max(place, first), end = Math.Min(place + length, last);
            (long plane, long line) = o.Runs.Row(i);
            T* from = columns + begin - first;
            T* to = target + (plane * o.PlaneStride) + (line * o.RowStride) + ((begin - place) * o.Stride);
            for (int row = 0; row < rows && begin < end; row++, from += pitch, to += TargetPitch)
            {
                RowCopy.Write<W, V, T>(from, to, o.Stride, (int)(end - begin));
            }
        }
    }

    /// <summary>Whole samples and groups.</summary>
    private readonly struct ProductsJob(TapProducts<T>* all) : ISimdJob<T>
    {
        public void Run<W, V>(long begin, long end)
            where W : struct, ISimd<V, T>
            where V : struct
        {
            using Scratch scratch = new(all->PlanesBytes);
            for (long number = begin; number < end; number++)
            {
                T* read = all->SourceOf(number);
                if (!all->Planes.IsSource)
                {
                    all->Planes.Copy<W, V, T>(read, (T*)scratch.Address, all->Channels);
                    read = (T*)scratch.Address;
                }

                for (int i = 0; i < all->OutputCount; i++)
                {
                    all->RunUnits<W, V>(number, read, all->Outputs[i], 0, all->Outputs[i].Units);
                }
            }
        }
    }

    /// <summary>Channels of one sample and group.</summary>
    private readonly struct CopyJob(PhasePlanes* planes, T* from, T* to) : ISimdJob<T>
    {
        public void Run<W, V>(long begin, long end)
            where W : struct, ISimd<V, T>
            where V : struct =>
            planes->Copy<W, V, T>(from + (begin * planes->SourcePitch), to + (begin * planes->Pitch), end - begin);
    }

    /// <summary>Units of one sample and group.</summary>
    private readonly struct UnitsJob(TapProducts<T>* all, long number, T* read, int output) : ISimdJob<T>
    {
        public void Run<W, V>(long begin, long end)
            where W : struct, ISimd<V, T>
            where V : struct => all->RunUnits<W, V>(number, read, all->Outputs[output], begin, end);
    }
}
