namespace NeuralJit.Compilation;

/// <summary>The ops that only the compiler makes, by name: with them the text of an optimised graph can be read.</summary>
public static class CompilerOps
{
    /// <summary>The library's ops and the compiler's.</summary>
    public static OpCatalog Catalog { get; } = OpCatalog.Default
        .With("copy", _ => new Copy())
        .With("interleave", a => new Interleave(a.AsShape("Result"), a.AsInts("Steps"), a.AsInts("Starts"), a.AsBool("IsWhole")))
        .With("pack_columns", a => new PackColumns(a.AsInt("Tile")))
        .With("packed_matmul", a => new PackedMatMul(a.AsInt("Columns")))
        .With("pad_planes", a => new PadPlanes(a.AsLong("Plane")))
        .With("plane_conv", a => new PlaneConv(
            Window(a), a.AsInts("Input"), a.AsInts("Kernel"), a.AsShape("Result"), a.AsInt("Channels"), Tile(a), a.AsBool("IsPacked"), a.AsBool("PadsInside"), a.AsBool("SkipsTaps")))
        .With("plane_weight_gradient", a => new PlaneWeightGradient(Window(a), a.AsInts("Input"), a.AsShape("Weight"), a.AsInt("Batch"), a.AsInt("Parts"), Tile(a)))
        .With("pointwise_conv", a => new PointwiseConv(a.AsInt("Outputs"), Tile(a), a.AsBool("IsPacked")))
        .With("position_conv", a => new PositionConv(Window(a), a.AsInts("Input"), a.AsInts("Kernel"), a.AsInt("Batch"), a.AsInt("Channels"), a.AsInt("Outputs"), Tile(a)));

    private static ConvWindow Window(OpAttributes a) => a.AsRecord("Window", OpCatalog.ConvWindowOf);

    private static TileShape Tile(OpAttributes a) => a.AsRecord("Tile", tile => new TileShape(tile.AsInt("Rows"), tile.AsInt("Vectors")));
}
