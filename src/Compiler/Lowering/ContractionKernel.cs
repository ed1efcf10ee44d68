namespace NeuralJit.Compilation;

/// <summary>
/// The structure of a matrix kernel: register tile, which edges its code must handle, how it walks through the operands, and the body
/// applied to each element of the product. Extents, strides and addresses are arguments.
/// </summary>
/// <param name="Body">What is done to the product; its accesses 0 and 1 are the operands.</param>
/// <param name="Forms">How the operands lie.</param>
/// <param name="Tile">The register tile.</param>
/// <param name="OuterRank">Loops outside the product.</param>
/// <param name="DepthRank">Loops over the depth, each with its strides; the elements of a convolution's kernel are the innermost.</param>
/// <param name="Steps">Per access, how it moves from column to column.</param>
internal sealed record ContractionKernel(
    KernelBody Body, OperandForms Forms, TileShape Tile, int OuterRank, int DepthRank, ValueList<InnerStep> Steps) : IKernelStructure
{
    /// <summary>Positions in the argument table.</summary>
    public const int Rows = 0, Columns = 1, RightPanelStride = 2, RowsPerChunk = 3, RowChunks = 4, PanelsPerChunk = 5,
        PanelChunks = 6, Taps = 7,
        RowLines = 8, Positions = 9, PlaneLines = 10, PlaneLineCount = 11, PlaneSize = 12, TapRanges = 13, BlockSize = 14, FirstDepth = 15;

    /// <summary>The position of the left operand among the accesses.</summary>
    public const int Left = 0;

    /// <summary>The position of the right operand among the accesses.</summary>
    public const int Right = 1;

    /// <summary>Whether there are columns enough for a whole tile.</summary>
    public bool WholeTiles { get; init; }

    /// <summary>How many vectors hold the columns that are left beside whole tiles; they are a narrower tile.</summary>
    public int LastVectors { get; init; }

    /// <summary>
    /// The loop over the depth that is cut into blocks, so that sums of very many products stay accurate; −1 where the depth is one block.
    /// </summary>
    public int BlockLoop { get; init; } = -1;

    /// <summary>Rows left by whole tiles, where the code is for one number of rows; −1 where it is for any.</summary>
    public int LastRows { get; init; } = -1;

    /// <summary>The heights of tiles, in the order in which rows are covered.</summary>
    public int[] Heights => Tile.Rows == 1 || LastRows == 0 ? [Tile.Rows] : [Tile.Rows, Math.Max(1, LastRows)];

    /// <summary>The entry of a table.</summary>
    public static int SlotOf(ContractionTable table) => table switch
    {
        ContractionTable.Taps => Taps,
        ContractionTable.RowLines => RowLines,
        ContractionTable.Positions => Positions,
        ContractionTable.PlaneLines => PlaneLines,
        _ => TapRanges,
    };

    /// <summary>
    /// Argument entries of a loop over the depth: extent, bytes that the left operand moves, bytes that the right one moves.
    /// </summary>
    public static int DepthSlot(int loop) => FirstDepth + (3 * loop);

    /// <summary>Where the extents of outer loops begin.</summary>
    public int FirstExtent => DepthSlot(DepthRank);

    /// <summary>
    /// Argument entries of an access: address, column stride (elements), row stride (bytes), strides along outer loops (bytes).
    /// </summary>
    public int SlotOf(int access) => FirstExtent + OuterRank + (access * (3 + OuterRank));
}
