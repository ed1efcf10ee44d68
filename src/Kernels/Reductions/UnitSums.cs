namespace NeuralJit.Kernels;

/// <summary>
/// Sums of products that lie in the result while their blocks go by (see <see cref="BlockSums"/>): every block is added to them plainly,
/// and after a few of them they go to a second level beside the result.
/// </summary>
/// <param name="c">The first sum.</param>
/// <param name="stride">Elements from one row of sums to the next.</param>
/// <param name="rows">The rows.</param>
/// <param name="columns">The sums of a row, contiguous.</param>
/// <param name="levels">Memory of <see cref="Bytes"/> bytes.</param>
internal readonly unsafe struct UnitSums<T>(T* c, long stride, int rows, long columns, byte* levels)
    where T : unmanaged
{
    /// <summary>The memory that the second level of a unit takes: none where there are few blocks.</summary>
    public static long Bytes(long blocks, long sums) => blocks > BlockSums.Together ? 2 * sums * sizeof(T) : 0;

    /// <summary>Whether this block (from 0) is added to the sums; else it begins them anew.</summary>
    public static bool Accumulates(long number) => number % BlockSums.Together != 0;

    /// <summary>After a block; after the last one the sums are complete.</summary>
    /// <param name="number">Which block it was.</param>
    /// <param name="isLast">Whether none follows.</param>
    public void EndBlock<W, V>(long number, bool isLast)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        long folds = number / BlockSums.Together;
        if (isLast ? folds == 0 : Accumulates(number + 1))
        {
            return;
        }

        T* high = (T*)levels, low = high + (rows * columns);
        for (int row = 0; row < rows; row++, high += columns, low += columns)
        {
            T* sums = c + (row * stride);
            if (isLast)
            {
                BlockSums.Finish<W, V, T>(sums, high, low, columns, folds);
            }
            else
            {
                BlockSums.Fold<W, V, T>(sums, high, low, columns, folds);
            }
        }
    }
}
