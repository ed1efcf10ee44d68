using System.Linq.Expressions;

namespace NeuralJit.Compilation;

/// <summary>
/// What the entries of a kernel's argument table are, in words. Kernels outlive the graphs that they came from, so this holds no nodes.
/// </summary>
internal sealed class ArgumentNames
{
    private readonly string[] extents;
    private readonly string[] strides;
    private readonly string[] accesses;

    private ArgumentNames(IEnumerable<string> extents, IEnumerable<string> strides, KernelBody body)
    {
        this.extents = [.. extents];
        this.strides = [.. strides];
        accesses = [.. body.Memory.Select((type, k) => (body.Stores.Any(s => s.Access == k) ? "writes " : "reads ") + type.ShortName)];
    }

    /// <summary>The entry at which the accesses begin.</summary>
    public int FirstAccess => extents.Length;

    /// <summary>Entries of each access.</summary>
    public int PerAccess => strides.Length + 1;

    /// <summary>What entry <paramref name="slot"/> is.</summary>
    public string this[int slot]
    {
        get
        {
            if (slot < FirstAccess)
            {
                return extents[slot];
            }
            (int access, int entry) = Math.DivRem(slot - FirstAccess, PerAccess);
            return entry == 0 ? $"p{access}, {accesses[access]}: address" : $"p{access}: {strides[entry - 1]}";
        }
    }

    /// <summary>The entries of a loop kernel's table.</summary>
    public static ArgumentNames Of(LoopKernel kernel)
    {
        (string block, string count) = kernel.Form switch
        {
            LoopForm.Flat => ("elements per chunk", "not used"),
            LoopForm.Columns => ("columns per chunk", "outer iterations"),
            _ => ("rows per chunk", "rows"),
        };
        string inner = kernel.Form switch { LoopForm.Flat => "elements", LoopForm.Columns => "columns", _ => "elements of a row" };
        return new ArgumentNames(
            [inner, block, count, kernel.Form == LoopForm.Columns
                ? "rows"
                : kernel.HasStretches ? "stretches of a row" : "not used",
                .. Loops("extent of outer loop", kernel.OuterRank),
                .. kernel.HasRest ? ["what all segments walk together"] : Array.Empty<string>()],
            ["elements to the next one", kernel.HasStretches ? "bytes to the next stretch" : "bytes to the next row",
                .. Loops("bytes along outer loop", kernel.OuterRank)],
            kernel.Body);
    }

    /// <summary>The entries of a matrix kernel's table.</summary>
    public static ArgumentNames Of(ContractionKernel kernel)
    {
        string[] fixedEntries = new string[ContractionKernel.FirstDepth];
        fixedEntries[ContractionKernel.Rows] = "rows";
        fixedEntries[ContractionKernel.Columns] = "columns";
        fixedEntries[ContractionKernel.RightPanelStride] = "bytes of the right operand from one tile of columns to the next";
        fixedEntries[ContractionKernel.RowsPerChunk] = "rows per chunk";
        fixedEntries[ContractionKernel.RowChunks] = "chunks of rows";
        fixedEntries[ContractionKernel.PanelsPerChunk] = "tiles of columns per chunk";
        fixedEntries[ContractionKernel.PanelChunks] = "chunks of columns";
        fixedEntries[ContractionKernel.Taps] = "table of the offsets of a convolution's kernel elements";
        fixedEntries[ContractionKernel.RowLines] = "table of the offsets of lines of rows";
        fixedEntries[ContractionKernel.Positions] = "table of the positions that are results";
        fixedEntries[ContractionKernel.PlaneLines] = "table of the lines of a plane";
        fixedEntries[ContractionKernel.PlaneLineCount] = "lines of a plane";
        fixedEntries[ContractionKernel.PlaneSize] = "elements of a plane";
        fixedEntries[ContractionKernel.TapRanges] = "table of the kernel elements that each tile of columns meets";
        fixedEntries[ContractionKernel.BlockSize] = "steps of a block of the depth";
        return new ArgumentNames(
            [.. fixedEntries, .. Enumerable.Range(0, kernel.DepthRank).SelectMany(Depth),
                .. Loops("extent of outer loop", kernel.OuterRank)],
            ["elements to the next column", "bytes to the next row", .. Loops("bytes along outer loop", kernel.OuterRank)],
            kernel.Body);
    }

    /// <summary>A line for each entry that the code reads.</summary>
    public IEnumerable<string> DescribeReads(LambdaExpression kernel)
    {
        var reads = new Reads(kernel.Parameters[0]);
        reads.Visit(kernel.Body);
        return reads.Slots.Select(slot => $"{kernel.Parameters[0].Name}[{slot}]: {this[slot]}");
    }

    private static IEnumerable<string> Loops(string what, int rank) => Enumerable.Range(0, rank).Select(d => $"{what} {d}");

    private static string[] Depth(int loop) =>
        [$"extent of depth loop {loop}", $"bytes of the left operand along depth loop {loop}",
            $"bytes of the right operand along depth loop {loop}"];

    /// <summary>Collects the numbers of the entries that are read of one table.</summary>
    private sealed class Reads(ParameterExpression table) : ExpressionVisitor
    {
        public SortedSet<int> Slots { get; } = [];

        protected override Expression VisitMethodCall(MethodCallExpression node)
        {
            if (node is { Method.Name: nameof(KernelRuntime.Argument), Arguments: [var from, ConstantExpression { Value: int slot }] }
                && from == table)
            {
                Slots.Add(slot);
            }
            return base.VisitMethodCall(node);
        }
    }
}
