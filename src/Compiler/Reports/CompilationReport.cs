using System.Globalization;
using System.Text;

namespace NeuralJit.Compilation;

/// <summary>
/// What the compiler did to a graph, from the trace to the memory plan. What is costly to find out is found when it is asked for.
/// </summary>
public sealed record CompilationReport
{
    private readonly Lazy<IReadOnlyList<CompilationStage>> stages;
    private readonly Lazy<ValueNumbers> numbers;
    private readonly Lazy<IReadOnlyList<FusionReport>> fusion;
    private readonly Lazy<MemoryReport> memory;

    internal CompilationReport(Func<IReadOnlyList<FusionReport>> fusion, Func<MemoryReport> memory)
    {
        this.fusion = new(fusion);
        this.memory = new(memory);
        stages = new(() => CompilationStage.Of(this));
        numbers = new(() => ValueNumbers.Of(Stages));
    }

    /// <summary>The name that was given in <see cref="CompileOptions.Name"/>.</summary>
    public required string Name { get; init; }

    /// <summary>Why the program was compiled: the first call, which input changed, or that it had been dropped.</summary>
    public required string Cause { get; init; }

    /// <summary>The graph as it was traced.</summary>
    public required Graph Original { get; init; }

    /// <summary>The graph that was cut into kernels.</summary>
    public required Graph Optimized { get; init; }

    /// <summary>The passes in order.</summary>
    public required IReadOnlyList<PassReport> Passes { get; init; }

    /// <summary>The phases after the passes, with their times.</summary>
    public required IReadOnlyList<PhaseReport> Phases { get; init; }

    /// <summary>The graph at every point of its way, the first as written, the last as <see cref="Optimized"/>.</summary>
    public IReadOnlyList<CompilationStage> Stages => stages.Value;

    /// <summary>Numbers of values that stay the same from stage to stage.</summary>
    public ValueNumbers Numbers => numbers.Value;

    /// <summary>The kernels in the order in which they run; first those that run only when a parameter has changed.</summary>
    public required IReadOnlyList<KernelReport> Kernels { get; init; }

    /// <summary>For every use of a computed value by another op: whether both share a kernel, and why (not).</summary>
    public IReadOnlyList<FusionReport> Fusion => fusion.Value;

    /// <summary>Which value lies where in memory, and for how long.</summary>
    public MemoryReport Memory => memory.Value;

    /// <summary>Bytes of the arena that a run works in.</summary>
    public long ArenaBytes => Memory.ArenaBytes;

    /// <summary>Bytes prepared from parameters (packed weights).</summary>
    public required long PreparedBytes { get; init; }

    /// <summary>What compiled, and for which machine.</summary>
    public required CompilerVersions Versions { get; init; }

    /// <summary>What compiled the expression trees, or that the library's kernels run the graph.</summary>
    public string LambdaCompiler => Versions.LambdaCompiler;

    /// <summary>Bits of the vectors in generated code.</summary>
    public int VectorBits => Versions.VectorBits;

    /// <summary>How many kernels were compiled anew; the others were known by their structure.</summary>
    public required int NewKernels { get; init; }

    /// <summary>Time from the traced graph to the program.</summary>
    public required TimeSpan CompileTime { get; init; }

    /// <summary>Floating-point operations of a run.</summary>
    public long Flops => Kernels.Where(k => !k.Prepared).Sum(k => k.Flops);

    /// <summary>
    /// For example <c>5 kernels (3 newly compiled) for 21 nodes, arena 8,192 B, prepared 32,768 B, vectors of 512 bits,
    /// FastExpressionCompiler, 12.3 ms</c>.
    /// </summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Kernels.Count} kernels ({NewKernels} newly compiled) for {Optimized.Nodes.Length} nodes, arena {ArenaBytes:N0} B, prepared "
        + $"{PreparedBytes:N0} B, ")
        + string.Create(
            CultureInfo.InvariantCulture, $"vectors of {VectorBits} bits, {LambdaCompiler}, {CompileTime.TotalMilliseconds:F1} ms");

    /// <summary>Everything as text: the optimised graph and each kernel as C#.</summary>
    public string Dump()
    {
        var text = new StringBuilder();
        text.Append("// ").Append(ToString()).Append("\n\n");
        text.Append("// graph\n").Append(GraphText.Print(Optimized)).Append('\n');
        foreach (KernelReport kernel in Kernels)
        {
            string by = kernel.LambdaCompiler is { } other && other != LambdaCompiler ? $", by {other}" : "";
            text.Append("// ").Append(kernel.Name).Append(" (").Append(kernel.Kind).Append(kernel.Prepared ? ", prepared" : "").Append(by)
                .Append("): ").Append(kernel.Description).Append('\n');
            text.Append(kernel.Source).Append('\n');
        }
        return text.ToString();
    }
}
