using NeuralJit.Compilation;

namespace NeuralJit.Inspection;

/// <summary>Kernels, uses between them and their memory.</summary>
internal sealed class KernelTable
{
    private readonly CompilationReport report;
    private readonly IReadOnlyDictionary<Node, int> numbers;
    private readonly Dictionary<Node, int> kernelOf = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, int> codes = [];
    private readonly List<string> code = [];

    public KernelTable(CompilationReport report, IReadOnlyDictionary<Node, int> numbers)
    {
        this.report = report;
        this.numbers = numbers;
        for (int i = 0; i < report.Kernels.Count; i++)
        {
            foreach (Node node in report.Kernels[i].Nodes)
            {
                kernelOf[node] = i;
            }
        }
        Rows = [.. report.Kernels.Select(Row)];
    }

    /// <summary>The kernels.</summary>
    public IReadOnlyList<DocumentKernel> Rows { get; }

    /// <summary>Their generated code.</summary>
    public IReadOnlyList<string> Code => code;

    /// <summary>Uses of computed values by other ops.</summary>
    public IReadOnlyList<DocumentFusion> Fusion() => [.. report.Fusion.Select(f =>
        new DocumentFusion(numbers[f.Producer], numbers[f.Consumer], kernelOf[f.Producer], kernelOf[f.Consumer], f.IsFused,
            DocumentNames.Of(f.Reason), f.Text, f.Bytes))];

    /// <summary>The memory plan.</summary>
    public DocumentMemory Memory()
    {
        MemoryReport memory = report.Memory;
        return new DocumentMemory(
            memory.ArenaBytes,
            report.PreparedBytes,
            memory.BytesWithoutReuse,
            [.. Enumerable.Range(0, report.Kernels.Count).Where(i => !report.Kernels[i].Prepared)],
            [.. memory.Buffers.Select(Buffer)],
            memory.PeakStep,
            memory.PeakBytes);
    }

    private DocumentBuffer Buffer(BufferReport buffer) => new(
        numbers[buffer.Node], DocumentNames.Of(buffer.Kind), buffer.Kind == BufferKind.Arena
            ? buffer.Offset
            : null, buffer.Bytes, buffer.First, buffer.Last, buffer.InPlace?.Name);

    private DocumentKernel Row(KernelReport kernel) => new()
    {
        Name = kernel.Name,
        Kind = kernel.Kind,
        Prepared = kernel.Prepared,
        Nodes = [.. kernel.Nodes.Select(n => numbers[n])],
        Domain = kernel.Domain.Extents.ToArray(),
        Reduced = kernel.Reduced is { } axes ? [.. axes.Ascending()] : null,
        Loads = [.. kernel.Loads.Select(Access)],
        Stores = [.. kernel.Stores.Select(Access)],
        Tile = kernel.Tile,
        VectorBits = kernel.VectorBits,
        Passes = kernel.Passes,
        Unroll = kernel.Unroll,
        Chunks = kernel.Chunks,
        Parallel = kernel.IsParallel,
        Flops = kernel.Flops,
        BytesRead = kernel.BytesRead,
        BytesWritten = kernel.BytesWritten,
        Description = kernel.Description,
        Code = kernel.Source.Length > 0 ? CodeOf(kernel) : null,
    };

    private int CodeOf(KernelReport kernel)
    {
        string text = kernel.Source.Replace(kernel.Name, ReportDocument.KernelName, StringComparison.Ordinal);
        if (codes.TryAdd(text, code.Count))
        {
            code.Add(text);
        }
        return codes[text];
    }

    private DocumentAccess Access(AccessReport access) => new(numbers[access.Node], access.Bytes, DocumentNames.Of(access.Pattern));
}
