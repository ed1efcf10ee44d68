namespace NeuralJit.Compilation;

/// <summary>One use of a computed value by another op, and whether both are in one kernel.</summary>
/// <param name="Producer">The value; views are looked through.</param>
/// <param name="Consumer">The op that reads it.</param>
/// <param name="Reason">Why they share a kernel or not.</param>
/// <param name="Domain">The iteration space of the kernel that the consumer did not fit, where that is the reason.</param>
public sealed record FusionReport(Node Producer, Node Consumer, FusionReason Reason, string Domain)
{
    /// <summary>Whether they share a kernel.</summary>
    public bool IsFused => Reason == FusionReason.Fused;

    /// <summary>Bytes that are written and read because they do not; 0 where they do.</summary>
    public long Bytes => IsFused ? 0 : 2 * Producer.Type.Bytes;

    /// <summary>The reason as a sentence.</summary>
    public string Text => Reason switch
    {
        FusionReason.Fused => $"{What(Producer)} and {What(Consumer)} share a kernel",
        FusionReason.OtherSpace => $"{What(Consumer)} is computed over {Consumer.Shape}, but the kernel of {What(Producer)} walks {Domain}",
        FusionReason.NotAligned =>
            $"{What(Consumer)} reads other elements of {What(Producer)} than the one that the kernel is computing (it is transposed, "
            + $"sliced or repeated in between)",
        FusionReason.LibraryOp =>
            $"{(IsLibrary(Producer) ? What(Producer) : What(Consumer))} runs as a kernel of the library, with which nothing fuses",
        FusionReason.OperandOfProduct =>
            $"{What(Consumer)} reads whole rows and columns of {What(Producer)}, so all of it has to be there first",
        FusionReason.OtherProduct => $"{What(Consumer)} is computed with another product; {What(Producer)} has a register tile of its own",
        FusionReason.ReductionOfProduct =>
            $"the kernel of a product or convolution holds no reductions: "
            + $"{(Consumer.Op is ReduceOp ? What(Consumer) : What(Producer))} runs apart",
        FusionReason.OtherReduction => $"{What(Consumer)} and the kernel of {What(Producer)}, over {Domain}, reduce over different axes",
        FusionReason.ReductionOfColumns =>
            $"{What(Consumer)} needs the whole column sums of {What(Producer)} at every element: the memory is walked a second time",
        FusionReason.IrregularLines => $"{What(Consumer)} also reads memory that does not lie along the lines of the convolution's results",
        FusionReason.TooManyNodes => $"one kernel holding {What(Producer)} and {What(Consumer)} would have too many ops",
        FusionReason.OtherType => $"{What(Producer)} and {What(Consumer)} compute in different floating-point types",
        FusionReason.Prepared =>
            $"{What(Producer)} is prepared from parameters alone, once per version of them; {What(Consumer)} is computed in every run",
        FusionReason.Cycle => $"another kernel needs {What(Producer)} and is needed by {What(Consumer)}",
        FusionReason.JoinedReduction =>
            $"{What(Consumer)} is computed with the reduction that alone uses it; so it is never stored, but {What(Producer)} is",
        FusionReason.JoinedOther => $"{What(Consumer)} joined the kernel of another input",
        FusionReason.NoLoopNest => $"no loop nest walks all memory that a kernel of {What(Producer)} and {What(Consumer)} would read",
        _ => Reason.ToString(),
    };

    private static bool IsLibrary(Node node) =>
        !LoopOps.IsElementwise(node) && node.Op is not ReduceOp && !Contractions.IsContraction(node.Op);

    private static string What(Node node) => $"{node.Op.Name} {node.Type}";
}
