using System.Globalization;
using System.Text;

namespace NeuralJit.Inspection;

/// <summary>
/// A report on one screen of 80 columns: the totals, how the graph shrank, the kernels that cost most, what was not fused.
/// </summary>
public static class TextScreen
{
    private const int Width = 79, MostKernels = 8, MostReasons = 3;

    /// <summary>The screen; <see cref="TextReport.Write"/> gives all.</summary>
    public static string Write(ReportDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var text = new StringBuilder();
        // The title stands whole on a line, for those who look for it.
        text.Append(document.Title).Append('\n');
        foreach (string line in TextReport.Summary(document).Skip(1))
        {
            Wrap(text, line);
        }
        text.Append('\n');
        Wrap(text, "values: " + string.Join(" → ", Shrinking(document)));
        AppendKernels(text, document);
        AppendUnfused(text, document);
        return text.ToString();
    }

    private static IEnumerable<string> Shrinking(ReportDocument document)
    {
        int before = -1;
        foreach (
            DocumentStage stage in document.Stages.Where(s => s == document.Stages[0] || s == document.Stages[^1] || s.Name == "gradients"))
        {
            if (stage.Nodes.Count != before || stage == document.Stages[^1])
            {
                yield return $"{TextNumbers.Count(stage.Nodes.Count)} {stage.Name}";
            }
            before = stage.Nodes.Count;
        }
    }

    private static void AppendKernels(StringBuilder text, ReportDocument document)
    {
        Dictionary<int, double> times = (document.Profile?.Kernels ?? []).GroupBy(t => t.Kernel)
            .ToDictionary(g => g.Key, g => g.First().MedianMicroseconds);
        (DocumentKernel Kernel, double Time)[] kernels =
            [.. document.Kernels.Select((k, i) => (k, times.GetValueOrDefault(i))).Where(k => !k.k.Prepared)];
        double all = kernels.Sum(k => k.Time);
        var shown = kernels.OrderByDescending(k => k.Time)
            .ThenByDescending(k => k.Kernel.Flops + k.Kernel.BytesRead + k.Kernel.BytesWritten).Take(MostKernels).ToArray();
        text.Append($"\nkernels, {(document.Profile is null ? "the largest" : "the slowest")} {shown.Length} of {kernels.Length}:\n");
        foreach ((DocumentKernel kernel, double time) in shown)
        {
            string cost = document.Profile is null
                ? $"{TextNumbers.Scaled(kernel.Flops, "FLOP"),12} {TextNumbers.Bytes(kernel.BytesRead + kernel.BytesWritten),11}"
                : string.Create(CultureInfo.InvariantCulture, $"{TextNumbers.Microseconds(time),12} {(all > 0 ? time / all : 0),5:P0}");
            text.Append(Cut($"  {cost}  {kernel.Name} ({kernel.Kind}): {kernel.Description}")).Append('\n');
        }
    }

    private static void AppendUnfused(StringBuilder text, ReportDocument document)
    {
        DocumentFusion[] apart = [.. document.Fusion.Where(f => !f.Fused)];
        text.Append(
            $"\nnot fused: {TextNumbers.Of(apart.Length, "use")} of "
            + $"{document.Fusion.Count}{(apart.Length == 0 ? "\n" : "; the most bytes:\n")}");
        foreach (IGrouping<string, DocumentFusion> reason in apart.GroupBy(f => f.Reason)
            .OrderByDescending(g => g.Sum(f => f.Bytes)).Take(MostReasons))
        {
            text.Append(Cut($"  {TextNumbers.Bytes(reason.Sum(f => f.Bytes)),12}  {reason.Key}: {TextNumbers.Of(reason.Count(), "use")}"))
                .Append('\n');
        }
    }

    private static string Cut(string line) => line.Length <= Width ? line : line[..(Width - 1)] + "…";

    private static void Wrap(StringBuilder text, string line)
    {
        int used = 0;
        foreach (string word in line.Split(' '))
        {
            bool breaks = used > 0 && used + 1 + word.Length > Width;
            text.Append(breaks ? "\n  " : used > 0 ? " " : "").Append(word);
            used = word.Length + (breaks ? 2 : used > 0 ? used + 1 : 0);
        }
        text.Append('\n');
    }
}
