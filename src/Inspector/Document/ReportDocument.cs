namespace NeuralJit.Inspection;

/// <summary>
/// A compilation as plain data, which every form of the inspector shows and which JSON holds. Values are named by numbers that stay the
/// same from stage to stage; sizes are in bytes.
/// </summary>
public sealed record ReportDocument
{
    /// <summary>What <see cref="Format"/> is in every document.</summary>
    public const string FormatName = "neuraljit-report";

    /// <summary>The version of the form that this library writes and reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>What stands in <see cref="Code"/> for the name of a kernel.</summary>
    public const string KernelName = "{kernel}";

    /// <summary>Tells the form of the document.</summary>
    public string Format { get; init; } = FormatName;

    /// <summary>The version of the form.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>What was compiled.</summary>
    public required string Title { get; init; }

    /// <summary>When the document was made (UTC).</summary>
    public required DateTime Created { get; init; }

    /// <summary>What compiled, and for which machine.</summary>
    public required DocumentVersions Versions { get; init; }

    /// <summary>Why it was compiled.</summary>
    public required string Cause { get; init; }

    /// <summary>Sums over the whole program.</summary>
    public required DocumentTotals Totals { get; init; }

    /// <summary>The compiler's time, pass by pass and phase by phase.</summary>
    public required IReadOnlyList<DocumentTiming> Timings { get; init; }

    /// <summary>All module paths, parents before children.</summary>
    public required IReadOnlyList<DocumentModule> Modules { get; init; }

    /// <summary>Parameters and states.</summary>
    public required IReadOnlyList<DocumentVariable> Variables { get; init; }

    /// <summary>Places in the model and in the source; values name them by position.</summary>
    public required IReadOnlyList<DocumentOrigin> Origins { get; init; }

    /// <summary>Lines of source around those places, where the files were found.</summary>
    public required IReadOnlyList<DocumentSource> Sources { get; init; }

    /// <summary>Values as they are in one or more stages; stages name them by position.</summary>
    public required IReadOnlyList<DocumentNode> Nodes { get; init; }

    /// <summary>The graph at every point of its way.</summary>
    public required IReadOnlyList<DocumentStage> Stages { get; init; }

    /// <summary>
    /// The generated C# of the kernels, each text once: where kernels differ in their names only, <see cref="KernelName"/> stands for the
    /// name.
    /// </summary>
    public required IReadOnlyList<string> Code { get; init; }

    /// <summary>The kernels in running order, first those that run only when a parameter has changed.</summary>
    public required IReadOnlyList<DocumentKernel> Kernels { get; init; }

    /// <summary>Uses of computed values by other ops, fused or not.</summary>
    public required IReadOnlyList<DocumentFusion> Fusion { get; init; }

    /// <summary>The memory plan.</summary>
    public required DocumentMemory Memory { get; init; }

    /// <summary>Measured times; null when nothing was measured.</summary>
    public DocumentProfile? Profile { get; init; }

    /// <summary>Every program that the function compiled; null for a single program.</summary>
    public IReadOnlyList<DocumentRecompile>? Recompiles { get; init; }

    /// <summary>The generated C# of a kernel; empty for library kernels.</summary>
    public string SourceOf(DocumentKernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        return kernel.Code is { } code ? Code[code].Replace(KernelName, kernel.Name, StringComparison.Ordinal) : "";
    }
}

/// <summary>What compiled, and for which machine.</summary>
public sealed record DocumentVersions(
    string NeuralJit, string DotNet, string Os, string Cpu, int Cores, int Threads, int VectorBits, string LambdaCompiler);

/// <summary>Sums over a program; FLOPs and bytes are those of one run.</summary>
public sealed record DocumentTotals(
    long Parameters, long ParameterBytes, long Flops, long BytesRead, long BytesWritten, long ArenaBytes, long PreparedBytes,
    int Kernels, int NewKernels, double CompileMs);

/// <summary>The time of a pass or phase.</summary>
public sealed record DocumentTiming(string Stage, double Ms);

/// <summary>Why a function compiled a program.</summary>
public sealed record DocumentRecompile(string Cause, IReadOnlyList<string> Types, double CompileMs);
