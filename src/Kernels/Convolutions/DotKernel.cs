using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>
/// The innermost part of a weight gradient: the dot products of up to 8 channels of dy with what up to 3 taps read, over all
/// places of some samples. The sums stay in registers for a block (<see cref="RunningSum"/>); place i goes to lane i mod L with L the
/// elements of 64 bytes, and the lanes are added by halves at the end, so that the order does not depend on the register's width.
/// </summary>
internal static unsafe class DotKernel
{
    private const int LaneBytes = 64;
    private const int Rows = 8;
    private const int Taps = 3;

    /// <summary>C (+)= the dot products of one tile.</summary>
    /// <remarks>TMasked is whether some places belong to no result.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run<TRows, TTaps, TMasked, W, V, T>(in DotTile<T> tile)
        where TRows : struct, ITileSize
        where TTaps : struct, ITileSize
        where TMasked : struct, ITileFlag
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        byte* memory = stackalloc byte[(Rows * Taps * LaneBytes) + LaneBytes];
        T* lanes = (T*)(((nint)memory + LaneBytes - 1) & ~(nint)(LaneBytes - 1));
        int width = LaneBytes / sizeof(T);
        int stepsPerBlock = Math.Min(tile.Steps, RunningSum.BlockDepth),
            samplesPerBlock = Math.Max(1, RunningSum.BlockDepth / Math.Max(1, tile.Steps));
        bool isDeep = stepsPerBlock < tile.Steps || samplesPerBlock < tile.Samples;
        int sums = Rows * Taps * width;
        T* levels = stackalloc T[isDeep ? BlockSums.Levels * sums : 0];
        long number = 0;
        for (int sample = 0; sample < tile.Samples; sample += samplesPerBlock)
        {
            for (int step = 0; step < tile.Steps; step += stepsPerBlock)
            {
                if (sample + step > 0)
                {
                    BlockSums.Add<W, V, T>(lanes, levels, sums, number++);
                }

                DotTile<T> block = tile;
                block.X += sample * tile.XSample;
                block.D += (sample * tile.DSample) + ((long)step * width);
                block.Places += step;
                block.Masks += TMasked.Value ? (long)step * width : 0;
                block.Samples = Math.Min(samplesPerBlock, tile.Samples - sample);
                block.Steps = Math.Min(stepsPerBlock, tile.Steps - step);
                for (int part = 0; part < width; part += W.Count)
                {
                    Sum<TRows, TTaps, TMasked, W, V, T>(block, part, lanes + part);
                }
            }
        }

        if (isDeep)
        {
            BlockSums.Finish<W, V, T>(lanes, levels, sums, number);
        }

        for (int row = 0; row < TRows.Value; row++)
        {
            T* c = tile.C + (row * tile.CPitch);
            for (int tap = 0; tap < TTaps.Value; tap++)
            {
                T sum = RowReduction.CombineLanes<SumReducer, T>(lanes + (((row * Taps) + tap) * width));
                c[tap] = tile.Accumulate ? SumReducer.Apply<SimdScalar<T>, T, T>(c[tap], sum) : sum;
            }
        }
    }

    /// <summary>The sums of the lanes from <paramref name="part"/> on that one register has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sum<TRows, TTaps, TMasked, W, V, T>(in DotTile<T> tile, int part, T* lanes)
        where TRows : struct, ITileSize
        where TTaps : struct, ITileSize
        where TMasked : struct, ITileFlag
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        int width = LaneBytes / sizeof(T);
        long pitch = tile.Pitch, xSample = tile.XSample, gap = tile.DSample - (tile.Steps * (long)width);
        T* tap0 = tile.X + tile.Taps[0] + part;
        T* tap1 = tile.X + tile.Taps[TTaps.Value > 1 ? 1 : 0] + part;
        T* tap2 = tile.X + tile.Taps[TTaps.Value > 2 ? 2 : 0] + part;
        T* d0 = tile.D + part, d4 = d0 + (4 * pitch);
        V zero = W.Create(0);
        V c00 = zero, c01 = zero, c02 = zero;
        V c10 = zero, c11 = zero, c12 = zero;
        V c20 = zero, c21 = zero, c22 = zero;
        V c30 = zero, c31 = zero, c32 = zero;
        V c40 = zero, c41 = zero, c42 = zero;
        V c50 = zero, c51 = zero, c52 = zero;
        V c60 = zero, c61 = zero, c62 = zero;
        V c70 = zero, c71 = zero, c72 = zero;
        for (int sample = tile.Samples; sample > 0; sample--, tap0 += xSample, tap1 += xSample, tap2 += xSample, d0 += gap, d4 += gap)
        {
            T* mask = tile.Masks + part;
            long* place = tile.Places;
            for (long* last = place + tile.Steps; place < last; place++, d0 += width, d4 += width)
            {
                V x0 = W.Load(tap0 + *place);
                V x1 = TTaps.Value > 1 ? W.Load(tap1 + *place) : zero;
                V x2 = TTaps.Value > 2 ? W.Load(tap2 + *place) : zero;
                if (TMasked.Value)
                {
                    V valid = W.Load(mask);
                    x0 = W.And(x0, valid);
                    x1 = TTaps.Value > 1 ? W.And(x1, valid) : zero;
                    x2 = TTaps.Value > 2 ? W.And(x2, valid) : zero;
                    mask += width;
                }

                TileRow.Add<TRows, TTaps, ITileFlag.No, W, V, T>(0, d0, x0, x1, x2, ref c00, ref c01, ref c02);
                TileRow.Add<TRows, TTaps, ITileFlag.No, W, V, T>(1, d0 + pitch, x0, x1, x2, ref c10, ref c11, ref c12);
                TileRow.Add<TRows, TTaps, ITileFlag.No, W, V, T>(2, d0 + (2 * pitch), x0, x1, x2, ref c20, ref c21, ref c22);
                TileRow.Add<TRows, TTaps, ITileFlag.No, W, V, T>(3, d0 + (3 * pitch), x0, x1, x2, ref c30, ref c31, ref c32);
                TileRow.Add<TRows, TTaps, ITileFlag.No, W, V, T>(4, d4, x0, x1, x2, ref c40, ref c41, ref c42);
                TileRow.Add<TRows, TTaps, ITileFlag.No, W, V, T>(5, d4 + pitch, x0, x1, x2, ref c50, ref c51, ref c52);
                TileRow.Add<TRows, TTaps, ITileFlag.No, W, V, T>(6, d4 + (2 * pitch), x0, x1, x2, ref c60, ref c61, ref c62);
                TileRow.Add<TRows, TTaps, ITileFlag.No, W, V, T>(7, d4 + (3 * pitch), x0, x1, x2, ref c70, ref c71, ref c72);
            }
        }

        Store<TRows, TTaps, W, V, T>(c00, c01, c02, 0, lanes);
        Store<TRows, TTaps, W, V, T>(c10, c11, c12, 1, lanes);
        Store<TRows, TTaps, W, V, T>(c20, c21, c22, 2, lanes);
        Store<TRows, TTaps, W, V, T>(c30, c31, c32, 3, lanes);
        Store<TRows, TTaps, W, V, T>(c40, c41, c42, 4, lanes);
        Store<TRows, TTaps, W, V, T>(c50, c51, c52, 5, lanes);
        Store<TRows, TTaps, W, V, T>(c60, c61, c62, 6, lanes);
        Store<TRows, TTaps, W, V, T>(c70, c71, c72, 7, lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TRows, TTaps, W, V, T>(V c0, V c1, V c2, int row, T* lanes)
        where TRows : struct, ITileSize
        where TTaps : struct, ITileSize
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        int width = LaneBytes / sizeof(T);
        T* to = lanes + (row * Taps * width);
        if (row < TRows.Value)
        {
            W.Store(c0, to);
        }

        if (row < TRows.Value && TTaps.Value > 1)
        {
            W.Store(c1, to + width);
        }

        if (row < TRows.Value && TTaps.Value > 2)
        {
            W.Store(c2, to + (2 * width));
        }
    }
}
