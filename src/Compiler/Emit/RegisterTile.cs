namespace NeuralJit.Compilation;

/// <summary>
/// The parts of a tile whose sums fit into registers: all of it with vectors of 512 bits, of which there are 32 (tiles are chosen for
/// them); with narrower ones, of which there are 16 and a tile needs several for each of its vectors, some rows and vectors at a time.
/// </summary>
internal static class RegisterTile
{
    // Of 16 registers; the others hold what is multiplied.
    private const int Accumulators = 12;

    /// <summary>How many vectors of a tile are summed at a time.</summary>
    /// <param name="height">Rows of the tile.</param>
    /// <param name="vectors">Virtual vectors of its columns.</param>
    /// <param name="parts">Registers of a virtual vector.</param>
    public static int Vectors(int height, int vectors, int parts)
    {
        int most = parts == 1 ? vectors : Math.Clamp(Accumulators / parts / height, 1, vectors), count = ((vectors - 1) / most) + 1;
        return ((vectors - 1) / count) + 1;
    }

    /// <summary>How many rows of a tile are summed at a time: parts about as high as each other.</summary>
    public static int[] Rows(int height, int vectors, int parts)
    {
        int most = parts == 1 ? height : Math.Max(1, Accumulators / (parts * vectors)), count = ((height - 1) / most) + 1;
        return [.. Enumerable.Range(0, count).Select(i => ((i + 1) * height / count) - (i * height / count))];
    }
}
