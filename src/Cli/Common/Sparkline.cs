namespace NeuralJit.Cli;

/// <summary>Numbers in their order as a line of small bars.</summary>
internal static class Sparkline
{
    private const string Heights = "▁▂▃▄▅▆▇█";

    /// <summary>
    /// At most <paramref name="width"/> bars, from the least number (lowest) to the greatest, on a logarithmic scale, for losses fall by
    /// factors. Where there are more numbers than bars, a bar is the mean of its share; what is not finite is <c>?</c>.
    /// </summary>
    public static string Of(IReadOnlyList<double> values, int width)
    {
        int bars = Math.Min(values.Count, width);
        double[] means = [.. Enumerable.Range(0, bars).Select(i => Mean(values, Start(i), Start(i + 1)))];
        double[] logs = [.. means.Select(m => Math.Log(Math.Max(m, 1e-300)))];
        double[] finite = [.. logs.Where(double.IsFinite)];
        double least = finite.DefaultIfEmpty().Min(), range = finite.DefaultIfEmpty().Max() - least;
        return string.Concat(logs.Select(l =>
            double.IsFinite(l) ? Heights[range > 0 ? (int)Math.Min((l - least) / range * Heights.Length, Heights.Length - 1) : 0] : '?'));

        int Start(int bar) => (int)((long)bar * values.Count / bars);
    }

    private static double Mean(IReadOnlyList<double> values, int start, int end) =>
        Enumerable.Range(start, end - start).Average(i => values[i]);
}
