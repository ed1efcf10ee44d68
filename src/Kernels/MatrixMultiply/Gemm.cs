using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>
/// The product of two matrices as strips of tiles. B is used where it lies if its rows are contiguous and it is small,
/// else it is packed first: panels of three registers' columns, contiguous along k. C is cut into units of rows by
/// panels, by shape only; k is cut into the blocks of <see cref="RunningSum"/>, so that a panel's part stays in the cache while the rows go
/// by.
/// </summary>
internal unsafe struct Gemm<T> : ISimdAction<T, GemmProblem<T>>
    where T : unmanaged
{
    /// <summary>Products of fewer multiplications than this stay on the caller's thread.</summary>
    public const long ForkAbove = 1 << 17;

    private const int PanelsPerUnit = 10;
    private const long UnitWork = 1 << 18;
    private const long UnpackedBytes = 1 << 19;
    private const long PackedBytes = 1 << 23;

    private GemmProblem<T> problem;
    private T* packed;
    private int firstColumn;
    private int columns;
    private int panelWidth;
    private int unitRows;
    private int unitPanels;
    private int rowUnits;

    /// <summary>Runs a product of floats or doubles with more than one row.</summary>
    public static void Run(in GemmProblem<T> problem) => Simd.Run<Gemm<T>, T, GemmProblem<T>>(problem);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Invoke<W, V>(in GemmProblem<T> problem)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        Gemm<T> gemm = new() { problem = problem, panelWidth = 3 * W.Count, columns = problem.N };
        long bytes = (long)problem.K * problem.N * sizeof(T);
        if (problem.BColumnStride == 1 && (bytes <= UnpackedBytes || problem.M < 32))
        {
            gemm.RunColumns<W, V>();
            return;
        }

        // Packed in slices of whole panels, so that the working memory stays bounded.
        long panelBytes = (long)problem.K * gemm.panelWidth * sizeof(T);
        int slice = (int)Math.Max(1, PackedBytes / panelBytes) * gemm.panelWidth;
        using Scratch scratch = new(panelBytes * (((Math.Min(slice, problem.N) - 1) / gemm.panelWidth) + 1));
        gemm.packed = (T*)scratch.Address;
        for (int first = 0; first < problem.N; first += slice)
        {
            gemm.firstColumn = first;
            gemm.columns = Math.Min(slice, problem.N - first);
            Fork<PackJob, W, V>(new(&gemm), gemm.Panels, (long)problem.K * gemm.columns * 8);
            gemm.RunColumns<W, V>();
        }
    }

    private readonly int Panels => ((columns - 1) / panelWidth) + 1;

    /// <summary>Plans the units of the present columns and runs them.</summary>
    private void RunColumns<W, V>()
        where W : struct, ISimd<V, T>
        where V : struct
    {
        unitPanels = Math.Min(Panels, PanelsPerUnit);
        long perRow = (long)problem.K * Math.Min(columns, unitPanels * panelWidth);
        unitRows = (int)Math.Clamp((UnitWork / perRow) & ~7L, 8, 128);
        rowUnits = ((problem.M - 1) / unitRows) + 1;
        while (unitPanels > 1 && (long)rowUnits * (((Panels - 1) / unitPanels) + 1) < 8)
        {
            unitPanels = (unitPanels + 1) / 2;
        }

        long units = (long)rowUnits * (((Panels - 1) / unitPanels) + 1);
        fixed (Gemm<T>* self = &this)
        {
            Fork<MultiplyJob, W, V>(new(self), units, (long)problem.M * columns * problem.K);
        }
    }

    private static void Fork<TJob, W, V>(TJob job, long units, long work)
        where TJob : unmanaged, ISimdJob<T>
        where W : struct, ISimd<V, T>
        where V : struct => WidthLoop<TJob, W, V, T>.Run(job, units, perChunk: 1, forks: work >= ForkAbove);

    private readonly void Multiply<W, V>(long begin, long end)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        Tile<T> tile = new()
        {
            ARowStride = problem.ARowStride,
            AColumnStride = problem.AColumnStride,
            BRowStride = packed == null ? problem.BRowStride : panelWidth,
            CRowStride = problem.CRowStride,
        };
        const int Block = RunningSum.BlockDepth;
        long blocks = ((problem.K - 1) / Block) + 1;
        using Scratch levels = new(UnitSums<T>.Bytes(blocks, (long)unitRows * unitPanels * panelWidth));
        for (long unit = begin; unit < end; unit++)
        {
            // Units of one panel group follow each other, so that its panels stay in the cache.
            int row = (int)(unit % rowUnits) * unitRows, rows = Math.Min(unitRows, problem.M - row);
            int panel = (int)(unit / rowUnits) * unitPanels, lastPanel = Math.Min(Panels, panel + unitPanels);
            int first = panel * panelWidth, width = Math.Min(lastPanel * panelWidth, columns) - first;
            T* c = problem.C + (row * problem.CRowStride) + firstColumn + first;
            UnitSums<T> sums = new(c, problem.CRowStride, rows, width, levels.Address);
            for (long block = 0; block < blocks; block++)
            {
                int depth = (int)block * Block;
                tile.Depth = Math.Min(Block, problem.K - depth);
                tile.Accumulate = UnitSums<T>.Accumulates(block);
                for (int p = panel; p < lastPanel; p++)
                {
                    RunStrip<W, V>(ref tile, row, rows, p, depth);
                }

                sums.EndBlock<W, V>(block, block == blocks - 1);
            }
        }
    }

    private readonly void RunStrip<W, V>(ref Tile<T> tile, int row, int rows, int panel, int depth)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        int column = panel * panelWidth;
        int width = Math.Min(panelWidth, columns - column);
        tile.A = problem.A + (row * problem.ARowStride) + (depth * problem.AColumnStride);
        tile.B = packed == null
            ? problem.B + column + (depth * problem.BRowStride)
            : packed + (((long)panel * problem.K) + depth) * panelWidth;
        tile.C = problem.C + (row * problem.CRowStride) + firstColumn + column;
        tile.LastCount = ((width - 1) % W.Count) + 1;
        TileRunner.Run<ITileFlag.No, W, V, T>(ref tile, rows, width);
    }

    private readonly void Pack<W, V>(long begin, long end)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        ReadOnlySpan<long> from = [problem.BRowStride, problem.BColumnStride];
        ReadOnlySpan<long> to = [panelWidth, 1];
        for (long panel = begin; panel < end; panel++)
        {
            long column = panel * panelWidth;
            int width = (int)Math.Min(panelWidth, columns - column);
            T* source = problem.B + ((firstColumn + column) * problem.BColumnStride);
            T* target = packed + (column * problem.K);
            if (problem.BColumnStride == 1 && width == panelWidth)
            {
                PackFullRows<W, V>(source, target);
            }
            else
            {
                StridedCopy.Run([problem.K, width], source, from, target, to);
            }
        }
    }

    /// <summary>A panel whose rows are three whole registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void PackFullRows<W, V>(T* source, T* target)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        for (int k = 0; k < problem.K; k++, source += problem.BRowStride, target += panelWidth)
        {
            W.Store(W.Load(source), target);
            W.Store(W.Load(source + W.Count), target + W.Count);
            W.Store(W.Load(source + (2 * W.Count)), target + (2 * W.Count));
        }
    }

    private readonly struct MultiplyJob(Gemm<T>* gemm) : ISimdJob<T>
    {
        public void Run<W, V>(long begin, long end)
            where W : struct, ISimd<V, T>
            where V : struct => gemm->Multiply<W, V>(begin, end);
    }

    private readonly struct PackJob(Gemm<T>* gemm) : ISimdJob<T>
    {
        public void Run<W, V>(long begin, long end)
            where W : struct, ISimd<V, T>
            where V : struct => gemm->Pack<W, V>(begin, end);
    }
}
