namespace NeuralJit.Compilation;

/// <summary>The ops that only the compiler makes, by name: with them the text of an optimised graph can be read.</summary>
public static class CompilerOps
{
    /// <summary>The library's ops and the compiler's.</summary>
    public static OpCatalog Catalog { get; } = Contraction.FormNames.Aggregate(
        OpCatalog.Default
            .With("copy", _ => new Copy())
            .With("interleave", a => new Interleave(a.AsShape("Result"), a.AsInts("Steps"), a.AsInts("Starts"), a.AsBool("IsWhole")))
            .With("pack_columns", a => new PackColumns(a.AsInt("Tile")))
            .With("pad_planes", a => new PadPlanes(a.AsLong("Plane")))
            .With("segment_reduce", a => new SegmentReduce(a.AsEnum<Combination>("Combination"), a.AsAxes("Axes"), a.AsInt("Length"))),
        (catalog, form) => catalog.With(form, a => ContractionOf(form, a)));

    private static Contraction ContractionOf(string form, OpAttributes a) => new(
        a.AsShape("Result"), a.AsInts("Outer"), a.AsInt("Rows"), a.AsInt("Columns"), a.AsInts("Depth"), WalkOf(a, "Left"),
            WalkOf(a, "Right"), WalkOf(a, "Results"),
        a.AsRecord("Tile", tile => new TileShape(tile.AsInt("Rows"), tile.AsInt("Vectors"))), a.AsRecord("Forms", FormsOf))
    {
        Form = form,
    };

    private static Walk WalkOf(OpAttributes a, string name) =>
        a.AsRecord(name, walk => new Walk(walk.AsInts("Axes"), walk.AsInts("Steps")));

    private static OperandForms FormsOf(OpAttributes a) => new()
    {
        IsLeftPacked = a.AsBool("IsLeftPacked", false),
        IsRightOpen = a.AsBool("IsRightOpen", false),
        Tapped = a.AsEnum<Operand>("Tapped", Operand.None),
        RowsInLine = a.AsInt("RowsInLine", 0),
        RowStep = a.AsInt("RowStep", 0),
        HasPositions = a.AsBool("HasPositions", false),
        PadsRight = a.AsBool("PadsRight", false),
        HasTapRanges = a.AsBool("HasTapRanges", false),
    };
}
