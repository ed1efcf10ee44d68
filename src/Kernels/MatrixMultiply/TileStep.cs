namespace NeuralJit.Kernels;

/// <summary>
/// Where the factors of one k lie, in elements from the tile's A and B, for products whose operands follow no constant stride.
/// </summary>
internal readonly unsafe struct TileStep(long a, long b)
{
    /// <summary>To the column of A.</summary>
    public readonly long A = a;

    /// <summary>To the row of B.</summary>
    public readonly long B = b;

    /// <summary>
    /// Continues a table whose first <paramref name="count"/> steps are there: <paramref name="times"/> parts in all, each this far from
    /// the one before.
    /// </summary>
    public static void Repeat(TileStep* steps, int count, int times, long a, long b)
    {
        for (int i = count; i < count * times; i++)
        {
            steps[i] = new TileStep(steps[i - count].A + a, steps[i - count].B + b);
        }
    }
}
