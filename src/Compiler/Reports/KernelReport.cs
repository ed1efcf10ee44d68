namespace NeuralJit.Compilation;

/// <summary>One kernel of a program.</summary>
public sealed class KernelReport
{
    private readonly Lazy<string>? source;

    internal KernelReport(Lazy<string>? source) => this.source = source;

    /// <summary>Its name in the dump, e.g. <c>k3_matmul_add_relu</c>.</summary>
    public required string Name { get; init; }

    /// <summary>loop, column, contraction, library or assign.</summary>
    public required string Kind { get; init; }

    /// <summary>Whether it runs only when a parameter has changed.</summary>
    public required bool Prepared { get; init; }

    /// <summary>Ops inside, iteration space, tile, chunks.</summary>
    public required string Description { get; init; }

    /// <summary>The nodes of the optimised graph that it computes, in order; none for an assignment.</summary>
    public required IReadOnlyList<Node> Nodes { get; init; }

    /// <summary>The iteration space: the shape of its largest results before it reduces.</summary>
    public required Shape Domain { get; init; }

    /// <summary>The axes of the iteration space that are reduced; null when none are.</summary>
    public Axes? Reduced { get; init; }

    /// <summary>What it reads.</summary>
    public required IReadOnlyList<AccessReport> Loads { get; init; }

    /// <summary>What it writes.</summary>
    public required IReadOnlyList<AccessReport> Stores { get; init; }

    /// <summary>The register tile, rows × columns; null for other kernels than products and convolutions.</summary>
    public string? Tile { get; init; }

    /// <summary>How often a row is walked through; 1 for other kernels than loops.</summary>
    public int Passes { get; init; } = 1;

    /// <summary>Virtual vectors of 64 bytes that one turn of its innermost loop takes; the tile says it for products.</summary>
    public int Unroll { get; init; } = 1;

    /// <summary>Bits of its vectors; 0 for library kernels, which choose themselves.</summary>
    public int VectorBits { get; init; }

    /// <summary>
    /// What turned its expression tree into a delegate: <see cref="CompilationReport.LambdaCompiler"/>, or the framework's compiler where
    /// that one could not; null for kernels that are not generated.
    /// </summary>
    public string? LambdaCompiler { get; init; }

    /// <summary>Pieces that can run on several threads.</summary>
    public long Chunks { get; init; } = 1;

    /// <summary>Whether threads share the chunks (library kernels decide for themselves).</summary>
    public bool IsParallel { get; init; }

    /// <summary>Floating-point operations of its ops (see <see cref="Op.Flops"/>).</summary>
    public long Flops => Nodes.Sum(n => n.Op.Flops(n));

    /// <summary>Bytes that it reads, each element of memory counted once.</summary>
    public long BytesRead => Sum(Loads);

    /// <summary>Bytes that it writes.</summary>
    public long BytesWritten => Sum(Stores);

    /// <summary>Floating-point operations per byte read or written.</summary>
    public double Intensity => BytesRead + BytesWritten == 0 ? 0 : (double)Flops / (BytesRead + BytesWritten);

    /// <summary>Bytes that an op reads and writes when it runs by itself; none for a view.</summary>
    public static long BytesOf(Node node) => node.Op is ViewOp || node.Inputs.Length == 0 ? 0
        : node.Type.Bytes + Sum([.. node.Inputs.ToArray().Select(i => AccessReport.OfOperand(i, AccessPattern.Contiguous))]);

    /// <summary>The generated code as C#; empty for library kernels.</summary>
    public string Source => source?.Value ?? "";

    private static long Sum(IReadOnlyList<AccessReport> accesses) =>
        accesses.GroupBy(a => a.Node).Sum(g => Math.Min(g.Sum(a => a.Bytes), g.Key.Type.Bytes));
}
