using NeuralJit.Compilation;

namespace NeuralJit.Inspection;

/// <summary>Answers from a report: which kernel computes what, and why two ops do not share one.</summary>
internal sealed class FusionReasons
{
    private const int MostRefusals = 8;

    private readonly CompilationReport report;
    private readonly Dictionary<Node, KernelReport> kernels = new(ReferenceEqualityComparer.Instance);

    public FusionReasons(CompilationReport report)
    {
        this.report = report;
        foreach (KernelReport kernel in report.Kernels)
        {
            foreach (Node node in kernel.Nodes)
            {
                kernels[node] = kernel;
            }
        }
    }

    /// <summary>The computed nodes of an op's name, or of a module's path.</summary>
    public Node[] Find(string what) =>
        [.. kernels.Keys.Where(n => n.Op.Name == what || n.Op.Name.EndsWith("_" + what, StringComparison.Ordinal) || IsOf(n, what))];

    /// <summary>The names of all computed ops.</summary>
    public string[] Ops() => [.. kernels.Keys.Select(n => n.Op.Name).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The paths of all modules with computed ops.</summary>
    public string[] Modules() =>
        [.. kernels.Keys.Select(n => n.Origin?.ModulePath ?? "").Where(p => p.Length > 0).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Whether both are computed by one kernel.</summary>
    public bool ShareKernel(Node a, Node b) => ReferenceEquals(kernels[a], kernels[b]);

    /// <summary>The op, its type, its kernel and where it was written.</summary>
    public string Describe(Node node) =>
        $"{node.Op.Name} {node.Type} is computed by "
        + $"{kernels[node].Name}{(node.Origin?.ToString() is { Length: > 0 } origin ? $" ({origin})" : "")}";

    /// <summary>
    /// Why a node is in no kernel with any of the others: refusals between their kernels, or at least where the others are.
    /// </summary>
    public IEnumerable<string> WhyNot(Node node, Node[] others)
    {
        var wanted = others.Select(o => kernels[o]).ToHashSet();
        FusionReport[] between =
            [.. report.Fusion.Where(f => !f.IsFused && (Links(f.Producer, f.Consumer) || Links(f.Consumer, f.Producer)))];
        return between.Length > 0 ? between.Take(MostRefusals).Select(f => f.Text)
            : [.. others.Select(Describe).Distinct().Take(MostRefusals), .. Refusals(kernels[node])];

        bool Links(Node own, Node other) => ReferenceEquals(kernels.GetValueOrDefault(own), kernels[node])
            && kernels.GetValueOrDefault(other) is { } kernel && wanted.Contains(kernel);
    }

    /// <summary>Why kernels are apart.</summary>
    public IEnumerable<string> Refusals() =>
        report.Fusion.Where(f => !f.IsFused).Select(f => "not fused: " + f.Text).Distinct().Take(MostRefusals);

    private IEnumerable<string> Refusals(KernelReport kernel) => report.Fusion
        .Where(f => !f.IsFused && (ReferenceEquals(kernels.GetValueOrDefault(f.Consumer), kernel)
            || ReferenceEquals(kernels.GetValueOrDefault(f.Producer), kernel)))
        .Select(f => "not fused: " + f.Text).Distinct().Take(MostRefusals);

    private static bool IsOf(Node node, string module) =>
        node.Origin?.ModulePath is { } path && (path == module || path.StartsWith(module + ".", StringComparison.Ordinal));
}
