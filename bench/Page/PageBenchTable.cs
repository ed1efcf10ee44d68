using System.Globalization;

namespace NeuralJit.PageBench;

/// <summary>Prints what was measured.</summary>
internal static class PageBenchTable
{
    private const double MostToOpen = 2000;

    private static readonly (string Name, Func<PageTimes, double> Of)[] Rows =
    [
        ("navigation to the first pane", t => t.FirstPane),
        ("navigation to the graph, folded", t => t.Folded),
        ("all groups opened", t => t.Expanded),
        ("a frame of panning, script", t => t.PanScript),
        ("a frame of panning, to the next", t => t.PanInterval),
        ("a search", t => t.Search),
    ];

    /// <summary>Prints the medians and minima, and whether opening keeps its limit.</summary>
    public static void Write(TextWriter writer, IReadOnlyList<PageTimes> visits)
    {
        writer.WriteLine($"{"milliseconds",-34}{"median",10}{"min",10}");
        foreach ((string name, Func<PageTimes, double> of) in Rows)
        {
            writer.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{name,-34}{Median(visits.Select(of)),10:F1}{visits.Min(of),10:F1}"));
        }
        double opening = Median(visits.Select(t => t.Folded));
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"opening the graph takes {opening / 1000:F2} s: {(opening < MostToOpen ? "below" : "NOT below")} {MostToOpen / 1000:F0} s"));
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
