namespace NeuralJit.Compilation;

/// <summary>The register tile of a matrix kernel: rows × virtual vectors of 64 bytes.</summary>
/// <param name="Rows">Rows of the left operand.</param>
/// <param name="Vectors">Virtual vectors of columns.</param>
internal sealed record TileShape(int Rows, int Vectors)
{
    private const int VirtualBytes = 64;
    private const int WideVectors = 8;

    // With 32 registers. Narrow ones hold parts of a tile.
    private const int WideAccumulators = 24;
    private const int NarrowRows = 6;

    /// <summary>Columns of the tile.</summary>
    public int Columns(DType dtype) => Vectors * Lanes(dtype);

    /// <summary>Elements in a virtual vector.</summary>
    public static int Lanes(DType dtype) => VirtualBytes / dtype.Size;

    /// <summary>
    /// The number of vectors for a result of <paramref name="columns"/> columns: what wastes least; one row takes wide tiles.
    /// </summary>
    public static int VectorsFor(int columns, bool oneRow, DType dtype)
    {
        int vectors = (columns + Lanes(dtype) - 1) / Lanes(dtype);
        if (oneRow)
        {
            return Math.Clamp(vectors, 1, WideVectors);
        }
        return vectors <= 4 ? Math.Max(1, vectors) : vectors % 3 == 0 ? 3 : vectors % 4 == 0 ? 4 : 3;
    }

    /// <summary>The tile for generated code of a width: as many accumulators as there are registers for.</summary>
    public static TileShape For(int vectors, bool oneRow, int vectorBits, DType dtype)
    {
        if (oneRow)
        {
            return new TileShape(1, vectors);
        }
        return new TileShape(vectorBits == 512 ? Math.Clamp(WideAccumulators / vectors, 1, 8) : NarrowRows, vectors);
    }
}
