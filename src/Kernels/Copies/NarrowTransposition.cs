using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralJit.Kernels;

/// <summary>
/// Transposes matrices of a few long rows into long columns of a fixed width: in registers, where a general copy would walk element by
/// element. What the columns hold beyond the rows means nothing.
/// </summary>
public static unsafe class NarrowTransposition
{
    private const int Block = 8;

    /// <summary>Whether matrices of this many rows, to be as wide as this, are what it is for.</summary>
    public static bool Fits(int rows, int width) => Avx.IsSupported && width % Block == 0 && rows < width;

    /// <summary>Transposes <paramref name="count"/> matrices.</summary>
    /// <param name="count">How many.</param>
    /// <param name="rows">Rows of each, at least 1 and below the width.</param>
    /// <param name="length">Elements of a row.</param>
    /// <param name="source">The first matrix.</param>
    /// <param name="sourceStride">Elements from matrix to matrix.</param>
    /// <param name="rowStride">Elements from row to row.</param>
    /// <param name="target">The first transposed matrix: as many rows of <paramref name="width"/> elements as a row had elements.</param>
    /// <param name="targetStride">Elements from one to the next.</param>
    /// <param name="width">Elements of its rows.</param>
    public static void Run(
        long count, int rows, int length, float* source, long sourceStride, long rowStride, float* target, long targetStride, int width)
    {
        var job = new Job(source, sourceStride, rowStride, target, targetStride, rows, length, width);
        ParallelLoop.Run(ref job, count, perChunk: 1, forks: count * length * width >= 2 * ParallelLoop.Grain);
    }

    private static void Transpose(int rows, int length, float* source, long rowStride, float* target, int width)
    {
        int whole = length / Block * Block;
        for (int group = 0; group < rows; group += Block)
        {
            for (int i = 0; i < whole; i += Block)
            {
                TransposeBlock(source + i, rowStride, group, rows - 1, target + ((long)i * width) + group, width);
            }
        }
        for (int row = 0; row < rows; row++)
        {
            for (int i = whole; i < length; i++)
            {
                target[((long)i * width) + row] = source[(row * rowStride) + i];
            }
        }
    }

    /// <summary>8 × 8 elements; rows after the last are the last again.</summary>
    private static void TransposeBlock(float* source, long rowStride, int first, int last, float* target, long width)
    {
        for (int half = 0; half < Block; half += 4, source += 4, target += 4 * width)
        {
            Vector256<float> a = Pair(source, rowStride, first, last), b = Pair(source, rowStride, first + 1, last);
            Vector256<float> c = Pair(source, rowStride, first + 2, last), d = Pair(source, rowStride, first + 3, last);
            Vector256<float> lowAb = Avx.UnpackLow(a, b), highAb = Avx.UnpackHigh(a, b), lowCd = Avx.UnpackLow(c, d),
                highCd = Avx.UnpackHigh(c, d);
            Avx.Shuffle(lowAb, lowCd, 0b01_00_01_00).Store(target);
            Avx.Shuffle(lowAb, lowCd, 0b11_10_11_10).Store(target + width);
            Avx.Shuffle(highAb, highCd, 0b01_00_01_00).Store(target + (2 * width));
            Avx.Shuffle(highAb, highCd, 0b11_10_11_10).Store(target + (3 * width));
        }
    }

    private static Vector256<float> Pair(float* source, long rowStride, int row, int last) => Vector256.Create(
        Vector128.Load(source + (Math.Min(row, last) * rowStride)), Vector128.Load(source + (Math.Min(row + 4, last) * rowStride)));

    private readonly struct Job(
        float* source, long sourceStride, long rowStride, float* target, long targetStride, int rows, int length, int width) : ILoopJob
    {
        public void Run(long begin, long end)
        {
            for (long i = begin; i < end; i++)
            {
                Transpose(rows, length, source + (i * sourceStride), rowStride, target + (i * targetStride), width);
            }
        }
    }
}
