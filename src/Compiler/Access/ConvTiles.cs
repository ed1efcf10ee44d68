namespace NeuralJit.Compilation;

/// <summary>Chooses register tiles for convolutions, whose extents are known: those that waste least.</summary>
internal static class ConvTiles
{
    private const int Accumulators = 24;

    // The tile of a weight gradient needs registers for little else.
    private const int MostAccumulators = 28;
    private const int MostRows = 12;
    private const int MostVectors = 12;

    // Each line of a weight gradient's tile is an address in a register.
    private const int MostLines = 8;

    // Cycles of a fused multiply-add: a tile with fewer accumulators waits for its own results.
    private const double Latency = 4;

    /// <summary>
    /// The tile for <paramref name="rows"/> rows (output channels of a group) of <paramref name="positions"/> positions; where the last
    /// tile may be a narrower one, nothing is computed beyond them.
    /// </summary>
    public static (TileShape Tile, double Cycles) For(int rows, long positions, DType dtype, bool lastIsNarrow)
    {
        long vectors = (positions + TileShape.Lanes(dtype) - 1) / TileShape.Lanes(dtype);
        TileShape best = new(1, 1);
        double least = double.PositiveInfinity;
        for (int width = 1; width <= MostVectors; width++)
        {
            for (int height = 1; height <= Math.Min(rows, Math.Min(MostRows, Accumulators / width)); height++)
            {
                double cycles = lastIsNarrow
                    ? (vectors / width * Column(height, width)) + (vectors % width > 0 ? Column(height, (int)(vectors % width)) : 0)
                    : (vectors + width - 1) / width * Column(height, width);
                if (cycles < least)
                {
                    (best, least) = (new TileShape(height, width), cycles);
                }
            }
        }
        return (best, least);

        double Column(int height, int width) =>
            (rows / height * Cycles(height, width)) + (rows % height > 0 ? Cycles(rows % height, width) : 0);
    }

    /// <summary>
    /// The tile for positions as rows, in runs that lines of <paramref name="line"/> are made of, and <paramref name="columns"/> output
    /// channels.
    /// </summary>
    public static (TileShape Tile, double Cycles) ForPositions(long positions, int line, int columns, DType dtype)
    {
        int vectors = (columns + TileShape.Lanes(dtype) - 1) / TileShape.Lanes(dtype);
        TileShape best = new(1, 1);
        double least = double.PositiveInfinity;
        foreach (int run in Enumerable.Range(2, MostRows - 1).Where(r => line % r == 0))
        {
            for (int width = 1; width <= Math.Min(vectors, Accumulators / run); width++)
            {
                double cycles = positions / run * (
                    (vectors / width * Cycles(run, width)) + (vectors % width > 0 ? Cycles(run, vectors % width) : 0));
                if (cycles < least)
                {
                    (best, least) = (new TileShape(run, width), cycles);
                }
            }
        }
        return (best, least);
    }

    /// <summary>
    /// The tile for a weight gradient of <paramref name="rows"/> rows in lines of <paramref name="line"/> and <paramref name="columns"/>
    /// output channels.
    /// </summary>
    public static TileShape ForWeights(int rows, int line, int columns, DType dtype)
    {
        int vectors = Math.Min(4, (columns + TileShape.Lanes(dtype) - 1) / TileShape.Lanes(dtype));
        int most = Math.Min(rows, MostAccumulators / vectors);
        return new TileShape(line <= most ? Math.Min(most / line, MostLines) * line : Math.Min(most, MostLines), vectors);
    }

    /// <summary>
    /// Cycles of one step of the depth: a vector multiply-add a cycle, a vector or two scalars loaded a cycle, and never less than the
    /// latency.
    /// </summary>
    private static double Cycles(int height, int width) =>
        Math.Max(Math.Max(height * width, (height * 0.5) + width), Latency) + 0.5;
}
