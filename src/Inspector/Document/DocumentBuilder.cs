using NeuralJit.Compilation;

namespace NeuralJit.Inspection;

/// <summary>Makes documents of compilations.</summary>
public static class DocumentBuilder
{
    /// <summary>The document of a compiled program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="title">What was compiled; the name from the options when null.</param>
    /// <param name="profile">Times that were measured with <see cref="CompiledProgram.Profile"/>, or null.</param>
    /// <param name="history">What else the function compiled, and why; or null.</param>
    public static ReportDocument Of(
        CompiledProgram program, string? title = null, ProgramProfile? profile = null, IReadOnlyList<Specialisation>? history = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        CompilationReport report = program.Report;
        var origins = new OriginTable();
        var nodes = new NodeTable(report, origins);
        DocumentStage[] stages = [.. report.Stages.Select((_, i) => nodes.Stage(i))];
        var kernels = new KernelTable(report, nodes.Last);
        DocumentVariable[] variables = [.. Variables(report.Original)];
        return new ReportDocument
        {
            Title = title ?? (report.Name.Length > 0 ? report.Name : "compiled graph"),
            Created = DateTime.UtcNow,
            Versions = Versions(report.Versions),
            Cause = report.Cause,
            Totals = Totals(report),
            Timings = [.. report.Passes.Select(p => new DocumentTiming(p.Name, p.Time.TotalMilliseconds)),
                .. report.Phases.Select(p => new DocumentTiming(p.Name, p.Time.TotalMilliseconds))],
            Modules = ModuleTable.Of(report),
            Variables = variables,
            Origins = origins.Rows,
            Sources = SourceLines.Around(origins.Places),
            Nodes = nodes.Rows,
            Stages = stages,
            Code = kernels.Code,
            Kernels = kernels.Rows,
            Fusion = kernels.Fusion(),
            Memory = kernels.Memory(),
            Profile = profile is null ? null : ProfileTable.Of(profile),
            Recompiles = history is null ? null : [.. history.Where(h => h.Reason != SpecialisationReason.FirstCall)
                .Select(h => new DocumentRecompile(h.Cause, [.. h.InputTypes.Select(t => t.ToString())], h.CompileTime.TotalMilliseconds))],
        };
    }

    private static DocumentVersions Versions(CompilerVersions versions) => new(
        versions.NeuralJit, versions.DotNet, versions.OperatingSystem, versions.Processor, versions.Cores, versions.Threads,
            versions.VectorBits, versions.LambdaCompiler);

    private static DocumentTotals Totals(CompilationReport report)
    {
        KernelReport[] every = [.. report.Kernels.Where(k => !k.Prepared)];
        Parameter[] parameters = [.. VariablesOf(report.Original).OfType<Parameter>()];
        return new DocumentTotals(
            parameters.Sum(p => p.Shape.Count), parameters.Sum(p => p.Type.Bytes),
            report.Flops, every.Sum(k => k.BytesRead), every.Sum(k => k.BytesWritten),
            report.ArenaBytes, report.PreparedBytes, report.Kernels.Count, report.NewKernels, report.CompileTime.TotalMilliseconds);
    }

    private static IEnumerable<DocumentVariable> Variables(Graph graph)
    {
        HashSet<Variable> updated = [.. graph.Updates.ToArray().Select(u => u.Variable)];
        return VariablesOf(graph).Select(v =>
            new DocumentVariable(v.Name, v.Type.ToString(), v.Type.Bytes, v is Parameter ? "parameter" : "state", updated.Contains(v)));
    }

    /// <summary>The variables that a graph reads or updates.</summary>
    internal static IEnumerable<Variable> VariablesOf(Graph graph) =>
        graph.Nodes.ToArray().Select(n => n.Op).OfType<VariableRead>().Select(r => r.Variable)
            .Concat(graph.Updates.ToArray().Select(u => u.Variable)).Distinct();
}
