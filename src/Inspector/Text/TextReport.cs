using System.Globalization;
using System.Text;

namespace NeuralJit.Inspection;

/// <summary>
/// A report as text: the totals, the passes, the optimised graph, the kernels with their code, what was not fused, memory, times.
/// </summary>
public static class TextReport
{
    /// <summary>The kernels without their code, with times where they were measured.</summary>
    public const string Kernels = "kernels";

    private const string Plan = "plan", Code = "code";

    /// <summary>Parts that can be asked for alone.</summary>
    public static IReadOnlyList<string> Parts { get; } = [Kernels, Plan, Code];

    /// <summary>The whole report.</summary>
    public static string Write(ReportDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var text = new StringBuilder();
        text.AppendJoin('\n', Summary(document)).Append('\n');
        text.Append("\n== passes\n");
        AppendPasses(text, document);
        text.Append("\n== graph that was cut into kernels\n");
        AppendGraph(text, document);
        text.Append("\n== kernels\n");
        AppendKernels(text, document, withCode: true);
        text.Append("\n== not fused\n");
        AppendUnfused(text, document);
        text.Append("\n== memory\n");
        AppendMemory(text, document);
        return text.ToString();
    }

    /// <summary>One of <see cref="Parts"/>.</summary>
    public static string WritePart(ReportDocument document, string part)
    {
        ArgumentNullException.ThrowIfNull(document);
        var text = new StringBuilder();
        switch (part)
        {
            case Kernels: AppendKernels(text, document, withCode: false); break;
            case Plan: AppendMemory(text, document); break;
            case Code: text.AppendJoin('\n', document.Kernels.Where(k => k.Code is not null).Select(document.SourceOf)); break;
            default: throw new ArgumentOutOfRangeException(nameof(part), part, $"the parts are {string.Join(", ", Parts)}");
        }
        return text.ToString();
    }

    /// <summary>What was compiled, by what, in what time, into what; a line each.</summary>
    internal static IEnumerable<string> Summary(ReportDocument document)
    {
        (DocumentTotals totals, DocumentVersions versions) = (document.Totals, document.Versions);
        yield return document.Title;
        yield return $"NeuralJit {versions.NeuralJit}, {versions.DotNet}, {versions.Cpu}, {TextNumbers.Of(versions.Threads, "thread")}, "
            + $"vectors of {versions.VectorBits} bits, {versions.LambdaCompiler}";
        yield return $"compiled in {TextNumbers.Milliseconds(totals.CompileMs)}: {document.Cause}";
        int prepared = document.Kernels.Count(k => k.Prepared);
        string whenChanged = prepared > 0 ? $"{prepared} only when a parameter has changed, " : "";
        yield return $"{TextNumbers.Of(totals.Kernels, "kernel")} ({whenChanged}{totals.NewKernels} newly compiled), "
            + $"{TextNumbers.Of(totals.Parameters, "parameter")}; a run computes {TextNumbers.Scaled(totals.Flops, "FLOP")} and moves "
            + $"{TextNumbers.Bytes(totals.BytesRead + totals.BytesWritten)}; arena {TextNumbers.Bytes(totals.ArenaBytes)}, prepared from "
            + $"parameters {TextNumbers.Bytes(totals.PreparedBytes)}";
        if (document.Profile is { } profile)
        {
            yield return $"a run takes {TextNumbers.Microseconds(profile.MedianMicroseconds)} (median of {profile.Runs}; least "
                + $"{TextNumbers.Microseconds(profile.MinMicroseconds)}); "
                + $"this machine's peak is {TextNumbers.Scaled(profile.PeakGflops * 1e9, "FLOP/s")} and "
                + $"{TextNumbers.Scaled(profile.PeakGbs * 1e9, "B/s")}";
        }
    }

    private static void AppendPasses(StringBuilder text, ReportDocument document)
    {
        int before = 0;
        foreach (DocumentStage stage in document.Stages)
        {
            string line = string.Create(CultureInfo.InvariantCulture,
                $"{stage.Name,-32} {stage.Nodes.Count,6} values{(before == 0 ? "" : $" ({stage.Nodes.Count - before:+0;-0;±0})"),-8} "
                + $"{(stage.Ms == 0 ? "" : TextNumbers.Milliseconds(stage.Ms)),10}");
            text.Append(line.TrimEnd());
            text.AppendJoin("", stage.Rewrites.CountBy(r => r.Rule).OrderByDescending(r => r.Value)
                .Select(r => $"\n    {r.Value,5} × {r.Key}")).Append('\n');
            before = stage.Nodes.Count;
        }
    }

    private static void AppendGraph(StringBuilder text, ReportDocument document)
    {
        DocumentStage last = document.Stages[^1];
        foreach (int node in last.Nodes)
        {
            text.Append(document.Nodes[node].Text).Append('\n');
        }
        foreach (DocumentUpdate update in last.Updates)
        {
            text.Append($"update \"{update.Variable}\" = %{update.Value}\n");
        }
        text.Append("return ").AppendJoin(", ", last.Outputs.Select(o => $"%{o}")).Append('\n');
    }

    private static void AppendKernels(StringBuilder text, ReportDocument document, bool withCode)
    {
        var times = new Dictionary<int, DocumentKernelTime>();
        foreach (DocumentKernelTime time in document.Profile?.Kernels ?? [])
        {
            times.TryAdd(time.Kernel, time);
        }
        for (int i = 0; i < document.Kernels.Count; i++)
        {
            DocumentKernel kernel = document.Kernels[i];
            text.Append(
                $"{kernel.Name} ({kernel.Kind}{(kernel.Prepared ? ", when a parameter has changed" : "")}): {kernel.Description}\n");
            text.Append($"    computes {string.Join(' ', kernel.Nodes.Select(n => $"%{n}"))}\n");
            text.Append(
                $"    {TextNumbers.Scaled(kernel.Flops, "FLOP")}, reads {TextNumbers.Bytes(kernel.BytesRead)}, writes "
                + $"{TextNumbers.Bytes(kernel.BytesWritten)}{Rates(document, kernel, times.GetValueOrDefault(i))}\n");
            if (withCode)
            {
                text.Append(document.SourceOf(kernel));
            }
            // Code is long: what comes after it stands apart.
            text.Append(withCode && i + 1 < document.Kernels.Count ? "\n" : "");
        }
    }

    private static string Rates(ReportDocument document, DocumentKernel kernel, DocumentKernelTime? time)
    {
        if (document.Profile is null || time is null)
        {
            return "";
        }
        if (time.MedianMicroseconds <= 0)
        {
            return "; too short to measure";
        }
        double seconds = time.MedianMicroseconds * 1e-6, bytes = kernel.BytesRead + kernel.BytesWritten;
        double least = Math.Max(kernel.Flops / (document.Profile.PeakGflops * 1e9), bytes / (document.Profile.PeakGbs * 1e9));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"; {TextNumbers.Microseconds(time.MedianMicroseconds)}, {TextNumbers.Scaled(kernel.Flops / seconds, "FLOP/s")}, "
            + $"{TextNumbers.Scaled(bytes / seconds, "B/s")}, {least / seconds:P0} of the roofline");
    }

    private static void AppendUnfused(StringBuilder text, ReportDocument document)
    {
        int fused = document.Fusion.Count(f => f.Fused);
        text.Append($"{TextNumbers.Of(document.Fusion.Count, "use")} of computed values by other ops, {fused} within one kernel\n");
        foreach (IGrouping<string, DocumentFusion> reason in document.Fusion.Where(f => !f.Fused).GroupBy(f => f.Reason)
            .OrderByDescending(g => g.Sum(f => f.Bytes)))
        {
            text.Append(
                $"{reason.Key}: {TextNumbers.Of(reason.Count(), "use")}, {TextNumbers.Bytes(reason.Sum(f => f.Bytes))} written and "
                + $"read again\n");
            text.AppendJoin("", reason.Select(f => $"    %{f.Producer} → %{f.Consumer}: {f.Text}\n"));
        }
    }

    private static void AppendMemory(StringBuilder text, ReportDocument document)
    {
        DocumentMemory memory = document.Memory;
        text.Append(
            $"arena {TextNumbers.Bytes(memory.ArenaBytes)} ({TextNumbers.Bytes(memory.WithoutReuse)} without reuse), prepared "
            + $"{TextNumbers.Bytes(memory.PreparedBytes)}\n");
        if (memory.PeakStep >= 0)
        {
            text.Append(
                $"peak {TextNumbers.Bytes(memory.PeakBytes)} in step {memory.PeakStep}, "
                + $"{document.Kernels[memory.Steps[memory.PeakStep]].Name}\n");
        }
        foreach (DocumentBuffer buffer in memory.Buffers.Where(b => b.Kind is "arena" or "output" || b.InPlace is not null))
        {
            string place = buffer.InPlace is { } variable ? $"over \"{variable}\""
                : buffer.Kind == "arena" ? string.Create(CultureInfo.InvariantCulture, $"at {buffer.Offset}") : "output";
            bool atPeak = buffer.Kind == "arena" && buffer.First <= memory.PeakStep && memory.PeakStep <= buffer.Last;
            text.Append(
                CultureInfo.InvariantCulture,
                $"    %{buffer.Node,-6} {TextNumbers.Bytes(buffer.Bytes),12} steps {buffer.First,4} to {buffer.Last,4}  "
                + $"{place}{(atPeak ? "  ◀ peak" : "")}\n");
        }
    }
}
