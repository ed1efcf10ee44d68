namespace NeuralJit.Compilation;

/// <summary>
/// A sum of products, y[outer…, row, column] = Σ over depth… of left[outer…, row, depth…] · right[outer…, depth…, column]: every form of
/// matrix product and of convolution. Walks say where the operands and the result lie; inputs are the left operand, the right one, and the
/// tables of <paramref name="Forms"/>.
/// </summary>
/// <param name="Result">The shape of the result.</param>
/// <param name="Outer">Extents of the loops outside the product.</param>
/// <param name="Rows">Rows of the product.</param>
/// <param name="Columns">Columns of the product; where they are positions in planes, those that are no results count too.</param>
/// <param name="Depth">Extents of the loops over the depth, the innermost last.</param>
/// <param name="Left">How outer loops, rows and depth move through the left operand.</param>
/// <param name="Right">
/// How outer loops, tiles of columns and depth move through the right operand; columns of a tile lie side by side.
/// </param>
/// <param name="Results">
/// How outer loops, rows and columns move through the result and what is computed from it; the columns through memory where there is one
/// result in a row of positions.
/// </param>
/// <param name="Tile">
/// The register tile; of 0 rows where the code is for any number of rows and has as many as there are registers for.
/// </param>
/// <param name="Forms">What strides do not say of the operands.</param>
internal sealed record Contraction(
    Shape Result, IntList Outer, int Rows, int Columns, IntList Depth, Walk Left, Walk Right, Walk Results, TileShape Tile,
    OperandForms Forms) : CompilerOp
{
    /// <summary>The names of forms: what a contraction is in the words of the ops that it stands for.</summary>
    public static IReadOnlyList<string> FormNames { get; } = [PackedMatMul, PlaneConv, PlaneWeightGradient, PointwiseConv, PositionConv];

    /// <summary>A matrix product whose right operand was packed by <see cref="PackColumns"/>.</summary>
    internal const string PackedMatMul = "packed_matmul";

    /// <summary>A convolution over planes: rows are output channels, columns are positions.</summary>
    internal const string PlaneConv = "plane_conv";

    /// <summary>
    /// The gradient of a convolution's weight over planes: rows are channels and kernel elements, columns output channels.
    /// </summary>
    internal const string PlaneWeightGradient = "plane_weight_gradient";

    /// <summary>A convolution whose kernel has one element: rows are output channels, columns are positions.</summary>
    internal const string PointwiseConv = "pointwise_conv";

    /// <summary>A convolution over planes: rows are positions, columns are output channels.</summary>
    internal const string PositionConv = "position_conv";

    /// <inheritdoc/>
    public override string Name => Form;

    /// <summary>What it is, for dumps.</summary>
    internal required string Form { get; init; }

    /// <summary>Whether the columns are several axes of the result, which accesses must walk as one.</summary>
    internal bool WalksLines => Result.Rank > RowAxis + 2;

    /// <summary>Whether the code is for any number of rows.</summary>
    internal bool HasFreeRows => Tile.Rows == 0;

    /// <summary>
    /// Elements of a plane, where the right operand's channels are planes: one step of the outermost loop over the depth.
    /// </summary>
    internal int Plane => Right.Steps[Outer.Count + 1];

    private int RowAxis => Results.Axes[Outer.Count];

    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 2 + Forms.Tables().Length);
        return new TensorType(inputs[0].DType, Result);
    }

    /// <inheritdoc/>
    public override long Flops(Node y) => 2 * Result.Count * Depth.Aggregate(1L, (product, extent) => product * extent);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) => ContractionReference.Evaluate(this, inputs, y);

    /// <summary>The number of the input that is a table, or null where there is none.</summary>
    internal int? InputOf(ContractionTable table) => Forms.Has(table) ? 2 + Array.IndexOf(Forms.Tables(), table) : null;

    /// <summary>The input that is a table, or null where there is none.</summary>
    internal Node? TableOf(Node node, ContractionTable table) => InputOf(table) is { } input ? node.Inputs[input] : null;
}
