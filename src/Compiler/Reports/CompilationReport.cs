using System.Globalization;
using System.Text;

namespace NeuralJit.Compilation;

/// <summary>One kernel of a program.</summary>
public sealed class KernelReport
{
    private readonly Lazy<string>? source;

    internal KernelReport(string name, string kind, bool prepared, string description, Lazy<string>? source)
    {
        Name = name;
        Kind = kind;
        Prepared = prepared;
        Description = description;
        this.source = source;
    }

    /// <summary>Its name in the dump, e.g. <c>k3_matmul_add_relu</c>.</summary>
    public string Name { get; }

    /// <summary>loop, column, contraction or library.</summary>
    public string Kind { get; }

    /// <summary>Whether it runs only when a parameter has changed.</summary>
    public bool Prepared { get; }

    /// <summary>Ops inside, iteration space, tile, chunks.</summary>
    public string Description { get; }

    /// <summary>The generated code as C#; empty for library kernels.</summary>
    public string Source => source?.Value ?? "";
}

/// <summary>What the compiler did to a graph.</summary>
public sealed record CompilationReport
{
    /// <summary>The graph as it was traced.</summary>
    public required Graph Original { get; init; }

    /// <summary>The graph that was cut into kernels.</summary>
    public required Graph Optimized { get; init; }

    /// <summary>The passes in order.</summary>
    public required IReadOnlyList<PassReport> Passes { get; init; }

    /// <summary>The kernels in the order in which they run.</summary>
    public required IReadOnlyList<KernelReport> Kernels { get; init; }

    /// <summary>Bytes of the arena that a run works in.</summary>
    public required long ArenaBytes { get; init; }

    /// <summary>Bytes prepared from parameters (packed weights).</summary>
    public required long PreparedBytes { get; init; }

    /// <summary>What compiled the expression trees, or that the library's kernels run the graph.</summary>
    public required string LambdaCompiler { get; init; }

    /// <summary>Bits of the vectors in generated code.</summary>
    public required int VectorBits { get; init; }

    /// <summary>How many kernels were compiled anew; the others were known by their structure.</summary>
    public required int NewKernels { get; init; }

    /// <summary>Time from the traced graph to the program.</summary>
    public required TimeSpan CompileTime { get; init; }

    /// <summary>Why the program was compiled: the first call, which input changed, or that it had been dropped.</summary>
    public required string Cause { get; init; }

    /// <summary>Everything as text.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"// {Kernels.Count} kernels ({NewKernels} newly compiled), arena {ArenaBytes:N0} B, prepared {PreparedBytes:N0} B, ");
        text.Append(CultureInfo.InvariantCulture, $"vectors of {VectorBits} bits, {LambdaCompiler}, {CompileTime.TotalMilliseconds:F1} ms\n\n");
        text.Append("// graph\n").Append(GraphText.Print(Optimized)).Append('\n');
        foreach (KernelReport kernel in Kernels)
        {
            text.Append("// ").Append(kernel.Name).Append(" (").Append(kernel.Kind).Append(kernel.Prepared ? ", prepared" : "").Append("): ").Append(kernel.Description).Append('\n');
            text.Append(kernel.Source).Append('\n');
        }
        return text.ToString();
    }
}
