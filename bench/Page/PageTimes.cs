using Microsoft.Playwright;

namespace NeuralJit.PageBench;

/// <summary>Milliseconds of one visit of the page.</summary>
/// <param name="FirstPane">From navigation to the first pane drawn.</param>
/// <param name="Folded">From navigation to the graph drawn, its groups as the page chooses.</param>
/// <param name="Expanded">From the key that opens all groups to all of them drawn.</param>
/// <param name="PanScript">The page's own time of a frame in which the whole graph moves.</param>
/// <param name="PanInterval">From one such frame to the next; the browser draws no more than 60 in a second.</param>
/// <param name="Search">From a word typed to what was found drawn.</param>
internal sealed record PageTimes(double FirstPane, double Folded, double Expanded, double PanScript, double PanInterval, double Search)
{
    private const int PanFrames = 60;

    private static readonly string Script = ReadScript();

    /// <summary>Opens the page twice, in the overview and in the graph, each time without anything that was kept before.</summary>
    /// <returns>The times, and what the graph said to have drawn when it was open.</returns>
    public static async Task<(PageTimes Times, string Drawn)> OfAsync(IBrowser browser, Uri address)
    {
        double firstPane = await VisitAsync(browser, address, page => TimeAsync(page, "pane()"));
        return await VisitAsync(browser, new Uri(address.AbsoluteUri + "#pane=graph"), async page =>
        {
            double folded = await TimeAsync(page, "graph()"), expanded = await TimeAsync(page, "openAll()");
            string drawn = await page.EvaluateAsync<string>("() => measure.status()");
            double[] pan = await page.EvaluateAsync<double[]>($"() => measure.pan({PanFrames})");
            double search = await TimeAsync(page, "search('matmul')");
            return (new PageTimes(firstPane, folded, expanded, pan[0], pan[1], search), drawn);
        });
    }

    private static Task<double> TimeAsync(IPage page, string call) => page.EvaluateAsync<double>($"() => measure.{call}");

    private static async Task<T> VisitAsync<T>(IBrowser browser, Uri address, Func<IPage, Task<T>> measure)
    {
        await using IBrowserContext context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 800 } });
        IPage page = await context.NewPageAsync();
        await page.AddInitScriptAsync(Script);
        // The page's script runs after the document was read; measuring waits for what it makes.
        await page.GotoAsync(address.AbsoluteUri, new() { WaitUntil = WaitUntilState.Commit });
        return await measure(page);
    }

    private static string ReadScript()
    {
        using Stream stream = typeof(PageTimes).Assembly.GetManifestResourceStream("measure.js")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
