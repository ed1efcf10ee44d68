using System.Globalization;
using NeuralJit.Compilation;

namespace NeuralJit.Inspection;

/// <summary>
/// What a test expects of a compiled program. Each method gives the object back, or throws an <see cref="ExpectationException"/> whose
/// message holds the reason from the report. Ops are named as in dumps of the optimised graph (<c>matmul</c> stands for
/// <c>packed_matmul</c> too), or by the path of the module that they come from.
/// </summary>
public sealed class ProgramExpectations
{
    private readonly CompiledProgram program;
    private readonly CompilationReport report;
    private readonly FusionReasons fusion;

    internal ProgramExpectations(CompiledProgram program)
    {
        this.program = program;
        report = program.Report;
        fusion = new FusionReasons(report);
    }

    /// <summary>A run is so many kernels; those that run only when a parameter has changed are not counted.</summary>
    public ProgramExpectations Kernels(int count)
    {
        KernelReport[] kernels = [.. report.Kernels.Where(k => !k.Prepared)];
        return kernels.Length == count
            ? this
            : throw Wrong($"expected {count} kernel{(count == 1 ? "" : "s")}, but there are {kernels.Length}",
            [.. kernels.Select(k => $"{k.Name} ({k.Kind}): {k.Description}"), .. fusion.Refusals()]);
    }

    /// <summary>All ops of a name or module are in kernels that hold one of <paramref name="into"/>.</summary>
    public ProgramExpectations Fused(string what, string into)
    {
        Node[] others = Find(into);
        foreach (Node node in Find(what))
        {
            if (!others.Any(o => fusion.ShareKernel(node, o)))
            {
                throw Wrong($"expected {what} fused into {into}, but {fusion.Describe(node)}", [.. fusion.WhyNot(node, others)]);
            }
        }
        return this;
    }

    /// <summary>No op of a name or module is in a kernel that holds one of <paramref name="from"/>.</summary>
    public ProgramExpectations Apart(string what, string from)
    {
        Node[] others = Find(from);
        Node? shared = Find(what).FirstOrDefault(n => others.Any(o => fusion.ShareKernel(n, o)));
        return shared is null
            ? this
            : throw Wrong($"expected {what} apart from {from}, but {fusion.Describe(shared)}, which holds both", []);
    }

    /// <summary>A warm run allocates nothing. The program is run to find out; parameters and states are put back.</summary>
    /// <param name="inputs">Inputs as for <c>Run</c>; random ones if none are given.</param>
    public ProgramExpectations NoAllocation(params ReadOnlySpan<TensorData> inputs)
    {
        long bytes = program.AllocatedBytes(inputs);
        return bytes == 0
            ? this
            : throw Wrong(string.Create(CultureInfo.InvariantCulture, $"expected no allocation, but a run allocates {bytes:N0} B"),
            [.. report.Kernels.Where(k => k is { Prepared: false, Kind: "library" })
                .Select(k => $"runs as a library kernel: {k.Description}")]);
    }

    /// <summary>The arena of a run is smaller than so many bytes.</summary>
    public ProgramExpectations ArenaBelow(long bytes)
    {
        MemoryReport memory = report.Memory;
        return report.ArenaBytes < bytes ? this : throw Wrong(
            string.Create(CultureInfo.InvariantCulture, $"expected an arena below {bytes:N0} B, but it has {report.ArenaBytes:N0} B"),
            [.. memory.AliveAt(memory.PeakStep).Select(
                b => string.Create(CultureInfo.InvariantCulture, $"alive at the peak: {b.Node.Op.Name} {b.Node.Type}, {b.Bytes:N0} B"))]);
    }

    /// <summary>A rewrite rule, by its name, was applied.</summary>
    public ProgramExpectations Fired(string rule) => Firings(rule).Length > 0 ? this
        : throw Wrong($"expected the rule \"{rule}\" to fire, but it did not",
            [.. report.Passes.SelectMany(p => p.Rules.Select(r => $"fired: {r.Key} ({p.Name}, {r.Value}×)"))]);

    /// <summary>A rewrite rule, by its name, was not applied.</summary>
    public ProgramExpectations NotFired(string rule)
    {
        RewriteReport[] firings = Firings(rule);
        return firings.Length == 0 ? this : throw Wrong($"expected the rule \"{rule}\" not to fire, but it did", [.. firings.Select(f =>
            $"{NodeExpression.Print(f.Before, _ => null)} → "
            + $"{NodeExpression.Print(f.After, _ => null)}"
            + $"{(f.Before.Origin?.ToString() is { Length: > 0 } origin ? " at " + origin : "")}")]);
    }

    private RewriteReport[] Firings(string rule) => [.. report.Passes.SelectMany(p => p.Rewrites).Where(r => r.Rule == rule)];

    private Node[] Find(string what)
    {
        Node[] found = fusion.Find(what);
        return found.Length > 0 ? found : throw Wrong($"there is no {what} in the kernels", [$"ops: {string.Join(", ", fusion.Ops())}",
            .. fusion.Modules() is { Length: > 0 } modules ? [$"modules: {string.Join(", ", modules)}"] : Array.Empty<string>()]);
    }

    private ExpectationException Wrong(string what, IEnumerable<string> reasons) =>
        new((report.Name.Length == 0 ? "" : report.Name + ": ") + what + string.Concat(reasons.Select(r => "\n  " + r)));
}
