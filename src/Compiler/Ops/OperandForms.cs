using System.Globalization;
using System.Text;

namespace NeuralJit.Compilation;

/// <summary>
/// A table of a contraction: offsets or ranges that strides cannot say. They are the inputs after the two operands, in this order.
/// </summary>
internal enum ContractionTable
{
    /// <summary>The offsets, in bytes, of the innermost steps of the depth: the elements of a convolution's kernel.</summary>
    Taps,

    /// <summary>The offsets, in bytes, of the lines of rows of the left operand.</summary>
    RowLines,

    /// <summary>Per vector of columns, which of its lanes are results, and how many results come before.</summary>
    Positions,

    /// <summary>The lines of a plane, for kernels that lay planes out themselves.</summary>
    PlaneLines,

    /// <summary>Per tile of columns, the first of the innermost steps that counts and the one after the last.</summary>
    TapRanges,
}

/// <summary>An operand of a contraction.</summary>
internal enum Operand
{
    /// <summary>Neither.</summary>
    None,

    /// <summary>The left one, of which scalars are broadcast.</summary>
    Left,

    /// <summary>The right one, of which vectors are read.</summary>
    Right,
}

/// <summary>How the operands of a contraction lie where walks do not say it: what its code depends on, but not its numbers.</summary>
internal sealed record OperandForms
{
    /// <summary>Operands that walks describe, with whole rows and columns.</summary>
    public static OperandForms Plain { get; } = new();

    /// <summary>Whether the rows of the left operand lie side by side in blocks of the tile's height.</summary>
    public bool IsLeftPacked { get; init; }

    /// <summary>Whether the right operand may be read beyond its columns: it is packed, or lies in planes.</summary>
    public bool IsRightOpen { get; init; }

    /// <summary>The operand that the innermost steps of the depth find at the offsets of a table.</summary>
    public Operand Tapped { get; init; }

    /// <summary>
    /// How many rows of the left operand lie in a line, the lines at the offsets of a table; 0 where all rows are a step apart.
    /// </summary>
    public int RowsInLine { get; init; }

    /// <summary>Elements between the rows of such a line.</summary>
    public int RowStep { get; init; }

    /// <summary>Whether columns are positions in planes: a table says which of them are results.</summary>
    public bool HasPositions { get; init; }

    /// <summary>
    /// Whether the right operand is not yet in planes: the kernel lays each channel out in memory of its thread (each is read by its own
    /// group only).
    /// </summary>
    public bool PadsRight { get; init; }

    /// <summary>
    /// Whether a table says for each tile of columns which of the innermost steps there are: the others would only add products of zeros.
    /// </summary>
    public bool HasTapRanges { get; init; }

    /// <summary>The tables that there are.</summary>
    public ContractionTable[] Tables() => [.. Enum.GetValues<ContractionTable>().Where(Has)];

    /// <summary>Whether there is this table.</summary>
    public bool Has(ContractionTable table) => table switch
    {
        ContractionTable.Taps => Tapped != Operand.None,
        ContractionTable.RowLines => RowsInLine > 0,
        ContractionTable.Positions => HasPositions,
        ContractionTable.PlaneLines => PadsRight,
        _ => HasTapRanges,
    };

    // Text has what differs from plain operands only.
    private bool PrintMembers(StringBuilder text)
    {
        string[] members =
        [
            .. Said(nameof(IsLeftPacked), IsLeftPacked), .. Said(nameof(IsRightOpen), IsRightOpen), .. Said(nameof(Tapped), Tapped),
                .. Said(nameof(RowsInLine), RowsInLine),
            .. Said(nameof(RowStep), RowStep), .. Said(nameof(HasPositions), HasPositions), .. Said(nameof(PadsRight), PadsRight),
                .. Said(nameof(HasTapRanges), HasTapRanges),
        ];
        text.AppendJoin(", ", members);
        return members.Length > 0;
    }

    private static string[] Said<T>(string name, T value) where T : struct =>
        value.Equals(default(T)) ? [] : [string.Create(CultureInfo.InvariantCulture, $"{name} = {value}")];
}
