using System.Text;

namespace NeuralJit.Compilation;

/// <summary>
/// The structure of a matrix kernel: register tile, which edges its code must handle, how it walks through the operands, and the body applied to each
/// element of the product. Extents, strides and addresses are arguments.
/// </summary>
/// <param name="Body">What is done to the product; its accesses 0 and 1 are the operands.</param>
/// <param name="Tile">The register tile.</param>
/// <param name="BatchRank">Loops outside the product.</param>
/// <param name="Steps">Per access, how it moves from column to column.</param>
internal sealed record ContractionKernel(KernelBody Body, TileShape Tile, int BatchRank, InnerStep[] Steps) : IKernelStructure
{
    /// <summary>Positions in the argument table.</summary>
    public const int Rows = 0, Columns = 1, RightPanelStride = 2, RowsPerChunk = 3, RowChunks = 4, PanelsPerChunk = 5, PanelChunks = 6, Taps = 7,
        RowLines = 8, Positions = 9, PlaneLines = 10, PlaneLineCount = 11, PlaneSize = 12, TapRanges = 13, BlockSize = 14, FirstDepth = 15;

    /// <summary>The position of the left operand among the accesses.</summary>
    public const int Left = 0;

    /// <summary>The position of the right operand among the accesses.</summary>
    public const int Right = 1;

    /// <summary>Whether there are columns enough for a whole tile.</summary>
    public bool WholeTiles { get; init; }

    /// <summary>How many vectors hold the columns that are left beside whole tiles; they are a narrower tile.</summary>
    public int LastVectors { get; init; }

    /// <summary>Whether the right operand may be read beyond its columns: it is packed, or lies in planes.</summary>
    public bool OpenRight { get; init; }

    /// <summary>Whether the rows of the left operand lie side by side in blocks of the tile's height.</summary>
    public bool PackedLeft { get; init; }

    /// <summary>Loops over the depth, each with its strides; the elements of a convolution's kernel are the innermost.</summary>
    public int DepthRank { get; init; } = 1;

    /// <summary>The loop over the depth that is cut into blocks, so that sums of very many products stay accurate; −1 where the depth is one block.</summary>
    public int BlockLoop { get; init; } = -1;

    /// <summary>The operand that the innermost steps of the depth find at the offsets of a table; −1 where both move by strides.</summary>
    public int TapsOf { get; init; } = -1;

    /// <summary>Whether a table says for each tile of columns which of those steps there are: the others would only add products of zeros, which are zeros as long as the weight is finite.</summary>
    public bool HasTapRanges { get; init; }

    /// <summary>How many rows of the left operand lie in a line, the lines at the offsets of a table; 0 where all rows are a stride apart.</summary>
    public int RowsInLine { get; init; }

    /// <summary>Bytes between the rows of such a line.</summary>
    public int RowStep { get; init; }

    /// <summary>Whether the right operand is a channel that each batch iteration first lays out as a plane in memory of its thread.</summary>
    public bool PadsRight { get; init; }

    /// <summary>Whether columns are positions in planes: a table says which of them are results.</summary>
    public bool HasPositions { get; init; }

    /// <summary>Rows left by whole tiles, where the code is for one number of rows; −1 where it is for any.</summary>
    public int LastRows { get; init; } = -1;

    /// <summary>The heights of tiles, in the order in which rows are covered.</summary>
    public int[] Heights => Tile.Rows == 1 || LastRows == 0 ? [Tile.Rows] : [Tile.Rows, Math.Max(1, LastRows)];

    /// <summary>Argument entries of a loop over the depth: extent, bytes that the left operand moves, bytes that the right one moves.</summary>
    public static int DepthSlot(int loop) => FirstDepth + (3 * loop);

    /// <summary>Where the extents of batch loops begin.</summary>
    public int FirstExtent => DepthSlot(DepthRank);

    /// <summary>Argument entries of an access: address, column stride (elements), row stride (bytes), batch strides (bytes).</summary>
    public int SlotOf(int access) => FirstExtent + BatchRank + (access * (3 + BatchRank));

    /// <summary>The structure as text.</summary>
    public string Key(int vectorBits)
    {
        var key = new StringBuilder();
        key.AppendJoin('/', "contraction", vectorBits, Tile, BatchRank, WholeTiles, LastVectors, OpenRight, PackedLeft, DepthRank, TapsOf, HasTapRanges,
            RowsInLine, RowStep, HasPositions, PadsRight, LastRows, BlockLoop, string.Join(',', Steps.Select(s => (int)s))).Append('|');
        Body.WriteKey(key);
        return key.ToString();
    }
}
