using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralJit.Kernels;

/// <summary>
/// A copy whose destination is contiguous along one dimension (columns) and whose source along another (rows): done in
/// square blocks, so that both sides use whole cache lines, and in registers where the element size allows it.
/// </summary>
internal unsafe struct Transposition<T> : ILoopJob
    where T : unmanaged
{
    private const int Block = 16;

    private T* x;
    private T* y;
    private long rows;
    private long columns;
    private long xPitch;
    private long yPitch;
    private long panels;
    private long panelsPerChunk;
    private long chunksPerMatrix;
    private LoopNest outer;

    /// <summary>Runs the copy if it is a transposition worth blocking.</summary>
    public static bool TryRun(ref LoopNest nest)
    {
        int row = -1;
        for (int i = 0; i < nest.Rank - 1; i++)
        {
            row = nest.Strides[LoopNest.MaxRank + i] == sizeof(T) ? i : row;
        }

        if (row < 0 || nest.InnerStride(0) != sizeof(T) || nest.InnerStride(1) % sizeof(T) != 0 || nest.RowLength < 4
            || nest.Lengths[row] < 4)
        {
            return false;
        }

        Transposition<T> job = default;
        job.rows = nest.Lengths[row];
        job.columns = nest.RowLength;
        job.xPitch = nest.InnerStride(1) / sizeof(T);
        job.yPitch = nest.Strides[row] / sizeof(T);
        job.panels = ((job.rows - 1) / Block) + 1;
        job.panelsPerChunk = ParallelLoop.PerChunk(Block * job.columns);
        job.chunksPerMatrix = ((job.panels - 1) / job.panelsPerChunk) + 1;
        job.outer = nest;
        job.outer.Lengths[row] = 1;
        job.outer.Lengths[nest.Rank - 1] = 1;
        job.x = (T*)nest.Bases[1];
        job.y = (T*)nest.Bases[0];
        long matrices = nest.Rows / job.rows;
        ParallelLoop.Run(
            ref job, matrices * job.chunksPerMatrix, perChunk: 1, forks: matrices * job.rows * job.columns >= 2 * ParallelLoop.Grain);
        return true;
    }

    /// <inheritdoc/>
    public void Run(long begin, long end)
    {
        for (long chunk = begin; chunk < end; chunk++)
        {
            (long matrix, long part) = Math.DivRem(chunk, chunksPerMatrix);
            long xOffset = 0, yOffset = 0;
            for (int i = outer.Rank - 1; i >= 0; i--)
            {
                (matrix, long index) = Math.DivRem(matrix, outer.Lengths[i]);
                yOffset += index * outer.Strides[i];
                xOffset += index * outer.Strides[LoopNest.MaxRank + i];
            }

            T* source = (T*)((byte*)x + xOffset);
            T* target = (T*)((byte*)y + yOffset);
            long last = Math.Min(panels, (part + 1) * panelsPerChunk);
            for (long panel = part * panelsPerChunk; panel < last; panel++)
            {
                RunPanel(source + (panel * Block), target + (panel * Block * yPitch), Math.Min(Block, rows - (panel * Block)));
            }
        }
    }

    /// <summary>Up to 16 rows of the destination, all columns.</summary>
    private readonly void RunPanel(T* source, T* target, long height)
    {
        long column = 0;
        if (height == Block && sizeof(T) == 4 && Avx.IsSupported)
        {
            for (; column <= columns - Block; column += Block)
            {
                Transpose16x16((float*)(source + (column * xPitch)), xPitch, (float*)(target + column), yPitch);
            }

            for (; column <= columns - 8; column += 8)
            {
                Transpose8x8((float*)(source + (column * xPitch)), xPitch, (float*)(target + column), yPitch);
                Transpose8x8((float*)(source + (column * xPitch) + 8), xPitch, (float*)(target + (8 * yPitch) + column), yPitch);
            }
        }
        else if (height == Block && sizeof(T) == 8 && Avx.IsSupported)
        {
            for (; column <= columns - 4; column += 4)
            {
                for (int row = 0; row < Block; row += 4)
                {
                    Transpose4x4((double*)(source + (column * xPitch) + row), xPitch, (double*)(target + (row * yPitch) + column), yPitch);
                }
            }
        }

        for (; column < columns; column++)
        {
            for (long row = 0; row < height; row++)
            {
                target[(row * yPitch) + column] = source[(column * xPitch) + row];
            }
        }
    }

    /// <summary>
    /// 16 × 16 floats, by way of a block on the stack: each cache line of both sides is used as a whole at once, which matters where lines
    /// a pitch apart compete for the same place in the cache.
    /// </summary>
    [SkipLocalsInit]
    private static void Transpose16x16(float* x, long xPitch, float* y, long yPitch)
    {
        float* block = stackalloc float[Block * Block];
        for (int column = 0; column < Block; column += 8, x += 8 * xPitch)
        {
            Transpose8x8(x, xPitch, block + column, Block);
            Transpose8x8(x + 8, xPitch, block + (8 * Block) + column, Block);
        }

        for (int row = 0; row < Block; row++, block += Block, y += yPitch)
        {
            Vector256.Store(Vector256.Load(block), y);
            Vector256.Store(Vector256.Load(block + 8), y + 8);
        }
    }

    /// <summary>8 × 8 floats: pairs of 4 × 4 blocks are loaded into the halves of registers, then transposed in place.</summary>
    private static void Transpose8x8(float* x, long xPitch, float* y, long yPitch)
    {
        for (int half = 0; half < 2; half++, x += 4, y += 4 * yPitch)
        {
            Vector256<float> a = Vector256.Create(Vector128.Load(x), Vector128.Load(x + (4 * xPitch)));
            Vector256<float> b = Vector256.Create(Vector128.Load(x + xPitch), Vector128.Load(x + (5 * xPitch)));
            Vector256<float> c = Vector256.Create(Vector128.Load(x + (2 * xPitch)), Vector128.Load(x + (6 * xPitch)));
            Vector256<float> d = Vector256.Create(Vector128.Load(x + (3 * xPitch)), Vector128.Load(x + (7 * xPitch)));
            Vector256<float> lowAb = Avx.UnpackLow(a, b), highAb = Avx.UnpackHigh(a, b);
            Vector256<float> lowCd = Avx.UnpackLow(c, d), highCd = Avx.UnpackHigh(c, d);
            Vector256.Store(Avx.Shuffle(lowAb, lowCd, 0b01_00_01_00), y);
            Vector256.Store(Avx.Shuffle(lowAb, lowCd, 0b11_10_11_10), y + yPitch);
            Vector256.Store(Avx.Shuffle(highAb, highCd, 0b01_00_01_00), y + (2 * yPitch));
            Vector256.Store(Avx.Shuffle(highAb, highCd, 0b11_10_11_10), y + (3 * yPitch));
        }
    }

    /// <summary>4 × 4 doubles.</summary>
    private static void Transpose4x4(double* x, long xPitch, double* y, long yPitch)
    {
        for (int half = 0; half < 2; half++, x += 2, y += 2 * yPitch)
        {
            Vector256<double> a = Vector256.Create(Vector128.Load(x), Vector128.Load(x + (2 * xPitch)));
            Vector256<double> b = Vector256.Create(Vector128.Load(x + xPitch), Vector128.Load(x + (3 * xPitch)));
            Vector256.Store(Avx.UnpackLow(a, b), y);
            Vector256.Store(Avx.UnpackHigh(a, b), y + yPitch);
        }
    }
}
