using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace NeuralJit.Inspection;

/// <summary>Two reports compared, as text.</summary>
public static partial class DocumentDiff
{
    private const int Context = 2;

    /// <summary>Totals, kernels and graph of the second report against those of the first.</summary>
    public static string Write(ReportDocument before, ReportDocument after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var text = new StringBuilder();
        text.Append($"--- {before.Title} ({before.Created:u})\n+++ {after.Title} ({after.Created:u})\n");
        text.Append("\n== totals\n");
        AppendTotals(text, before, after);
        text.Append("\n== kernels\n");
        AppendLines(text, [.. before.Kernels.Select(Describe)], [.. after.Kernels.Select(Describe)], line => line);
        text.Append("\n== graph that was cut into kernels\n");
        AppendLines(text, LinesOf(before), LinesOf(after), WhatItComputes);
        return text.ToString();
    }

    private static void AppendTotals(StringBuilder text, ReportDocument before, ReportDocument after)
    {
        (DocumentTotals a, DocumentTotals b) = (before.Totals, after.Totals);
        Row("values", before.Stages[^1].Nodes.Count, after.Stages[^1].Nodes.Count, n => TextNumbers.Count((long)n));
        Row("kernels", a.Kernels, b.Kernels, n => TextNumbers.Count((long)n));
        Row("uses within a kernel", before.Fusion.Count(f => f.Fused), after.Fusion.Count(f => f.Fused), n => TextNumbers.Count((long)n));
        Row("computed", a.Flops, b.Flops, n => TextNumbers.Scaled(n, "FLOP"));
        Row("moved", a.BytesRead + a.BytesWritten, b.BytesRead + b.BytesWritten, n => TextNumbers.Bytes((long)n));
        Row("arena", a.ArenaBytes, b.ArenaBytes, n => TextNumbers.Bytes((long)n));
        Row("prepared", a.PreparedBytes, b.PreparedBytes, n => TextNumbers.Bytes((long)n));
        if (before.Profile is { } p && after.Profile is { } q)
        {
            Row("run (median)", p.MedianMicroseconds, q.MedianMicroseconds, TextNumbers.Microseconds);
        }

        void Row(string name, double from, double to, Func<double, string> print)
        {
            string change = from == to ? "same" : from == 0
                ? "new"
                : string.Create(CultureInfo.InvariantCulture, $"{Math.Round(100 * (to - from) / from, 1):+0.0;-0.0;±0.0} %");
            text.Append($"{name,-22} {print(from),14} → {print(to),14}  {change}\n");
        }
    }

    private static void AppendLines(StringBuilder text, string[] before, string[] after, Func<string, string> compared)
    {
        List<(int Before, int After)> pairs = LineDifference.Of([.. before.Select(compared)], [.. after.Select(compared)]);
        int[] changed = [.. Enumerable.Range(0, pairs.Count).Where(i => pairs[i].Before < 0 || pairs[i].After < 0)];
        if (changed.Length == 0)
        {
            text.Append("  no difference\n");
            return;
        }
        int shown = -1;
        foreach (int i in changed.SelectMany(c => Enumerable.Range(c - Context, (2 * Context) + 1)).Where(i => i >= 0 && i < pairs.Count)
            .Distinct().Order())
        {
            text.Append(i > shown + 1 && shown >= 0 ? "  …\n" : "");
            (int b, int a) = pairs[i];
            text.Append(a < 0 ? "- " + before[b] : (b < 0 ? "+ " : "  ") + after[a]).Append('\n');
            shown = i;
        }
    }

    // A kernel's number in its name follows from those before it.
    private static string Describe(DocumentKernel kernel) => $"{kernel.Kind} {kernel.Description}";

    // Numbers follow from the values before, and lines of source move when something is written above them.
    private static string WhatItComputes(string line)
    {
        int origin = line.LastIndexOf("  # ", StringComparison.Ordinal);
        return Number().Replace(origin < 0 ? line : line[..origin], "%");
    }

    private static string[] LinesOf(ReportDocument document) => [.. document.Stages[^1].Nodes.Select(n => document.Nodes[n].Text)];

    [GeneratedRegex(@"%\d+")]
    private static partial Regex Number();
}
