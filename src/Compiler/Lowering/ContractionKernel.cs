using System.Text;

namespace NeuralJit.Compilation;

/// <summary>
/// The structure of a matrix kernel: register tile, which edges its code must handle, and the body applied to each element of the
/// product. Extents, strides and addresses are arguments.
/// </summary>
/// <param name="Body">What is done to the product; its accesses 0 and 1 are the operands.</param>
/// <param name="Tile">The register tile.</param>
/// <param name="BatchRank">Loops outside the product.</param>
/// <param name="Steps">Per access, how it moves from column to column.</param>
/// <param name="WholeTiles">Whether there are columns enough for a whole tile.</param>
/// <param name="PartialTiles">Whether columns are left beside whole tiles.</param>
/// <param name="PackedRight">Whether the right operand is packed (its last panel may be read beyond the columns).</param>
internal sealed record ContractionKernel(
    KernelBody Body, TileShape Tile, int BatchRank, InnerStep[] Steps, bool WholeTiles, bool PartialTiles, bool PackedRight)
{
    /// <summary>Positions in the argument table.</summary>
    public const int Rows = 0, Columns = 1, Depth = 2, LeftDepthStride = 3, RightDepthStride = 4, RightPanelStride = 5,
        RowsPerChunk = 6, RowChunks = 7, PanelsPerChunk = 8, PanelChunks = 9, FirstExtent = 10;

    /// <summary>The position of the left operand among the accesses.</summary>
    public const int Left = 0;

    /// <summary>The position of the right operand among the accesses.</summary>
    public const int Right = 1;

    /// <summary>Argument entries of an access: address, column stride (elements), row stride (bytes), batch strides (bytes).</summary>
    public int SlotOf(int access) => FirstExtent + BatchRank + (access * (3 + BatchRank));

    /// <summary>The structure as text.</summary>
    public string Key(int vectorBits)
    {
        var key = new StringBuilder();
        key.Append("contraction").Append(vectorBits).Append(Tile).Append(BatchRank).Append(WholeTiles).Append(PartialTiles).Append(PackedRight)
            .AppendJoin(',', Steps.Select(s => (int)s)).Append('|');
        Body.WriteKey(key);
        return key.ToString();
    }
}
