using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;
using NeuralJit.Inspection;
using NeuralJit.Inspection.Tests;
using NeuralJit.PageBench;

try
{
    PageBenchOptions options = PageBenchOptions.Parse(args);
    if (options.Help)
    {
        Console.WriteLine(PageBenchOptions.Usage);
        return 0;
    }
    using Chromium chromium = await Chromium.StartAsync();
    await RunAsync(chromium.Browser, options);
    return 0;
}
catch (Exception wrong) when (wrong is FormatException or FileNotFoundException)
{
    Console.Error.WriteLine($"page bench: {wrong.Message}");
    return 2;
}

static async Task RunAsync(IBrowser browser, PageBenchOptions options)
{
    string file = Path.Combine(Path.GetTempPath(), $"neuraljit-page-bench-{Guid.NewGuid():N}.html");
    try
    {
        Describe(WritePage(file, options.Nodes), file);
        await PageTimes.OfAsync(browser, new Uri(file)); // the browser's own start is not the page's
        var visits = new List<PageTimes>();
        string drawn = "";
        for (int i = 0; i < options.Repeat; i++)
        {
            (PageTimes times, drawn) = await PageTimes.OfAsync(browser, new Uri(file));
            visits.Add(times);
        }
        Console.WriteLine($"the open graph: {drawn}; Chromium {browser.Version}, opened {options.Repeat} times\n");
        PageBenchTable.Write(Console.Out, visits);
    }
    finally
    {
        File.Delete(file);
    }
}

static ReportDocument WritePage(string file, int nodes)
{
    long start = Stopwatch.GetTimestamp();
    ReportDocument report = DeepModel.Report(nodes);
    using (var writer = new StreamWriter(file))
    {
        HtmlPage.Write(writer, [DocumentJson.Write(report)]);
    }
    Console.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"compiled and written in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s"));
    return report;
}

static void Describe(ReportDocument report, string file) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"{report.Title}: {report.Stages[^1].Nodes.Count} values, {report.Kernels.Count} kernels, {report.Stages.Count} stages; "
    + $"{new FileInfo(file).Length / 1e6:F2} MB"));
