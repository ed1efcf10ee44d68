using Microsoft.Playwright;

namespace NeuralJit.Inspection.Tests;

public class OverviewPaneTests
{
    private static Task<BrowserPage> OpenAsync(string report) => BrowserPage.OpenAsync([report], "pane=overview");

    // 3 layers of 64 × 64 weights and 64 biases; 9 kernels, the last of which takes 90 of 450 µs.
    [TestCase("Parameters", "12,480")]
    [TestCase("Kernels", "9")]
    [TestCase("Arena", "32.0\u00a0KiB")]
    [TestCase("Compile time", "35.3\u00a0ms")]
    public async Task Totals_are_those_of_the_report(string name, string expected)
    {
        await using BrowserPage page = await OpenAsync(SyntheticReport.Full());
        ILocator total = page.Page.Locator("#pane-overview .totals > div")
            .Filter(new() { Has = page.Page.GetByText(name, new() { Exact = true }) });
        Assert.That(await total.Locator("dd").TextContentAsync(), Is.EqualTo(expected));
    }

    [TestCase("full", "of what the roofline allows")]
    [TestCase("full", "Library kernels take 40.0\u00a0% of the time")]
    [TestCase("full", "written and read again between kernels")]
    [TestCase("full", "Compiled again 2 times")]
    [TestCase("full", "Threads are idle for")]
    [TestCase("without profile", "No kernel was timed")]
    [TestCase("fallback", "interpreted op by op")]
    [TestCase("empty", "The graph has no nodes")]
    public async Task Findings_say_what_to_look_at(string report, string expected)
    {
        await using BrowserPage page = await OpenAsync(report switch
        {
            "full" => SyntheticReport.Full(),
            "without profile" => SyntheticReport.WithoutProfile(),
            "fallback" => SyntheticReport.Fallback(),
            _ => SyntheticReport.Empty(),
        });
        string[] titles = await page.RunAsync<string[]>("""
            const [{ findings }, { parseReport }] = [await load('#panes/findings'), await load('#model')];
            return findings(parseReport(document.getElementById('report-0').textContent)).map(finding => finding.title);
            """);
        Assert.That(titles, Has.Some.Contains(expected));
    }

    // Runs of 10 µs at best and 20 µs in the middle; then a kernel that computes 9 kFLOP in 8 µs where the peak is 1 GFLOP/s.
    [TestCase("\"medianMicroseconds\":20,\"minMicroseconds\":10,\"peakGflops\":100,\"peakGbs\":100", true)]
    [TestCase("\"medianMicroseconds\":20,\"minMicroseconds\":19,\"peakGflops\":1,\"peakGbs\":100", true)]
    [TestCase("\"medianMicroseconds\":20,\"minMicroseconds\":19,\"peakGflops\":100,\"peakGbs\":100", false)]
    public async Task Noise_is_named_and_not_blamed_on_the_model(string profile, bool isNoisy)
    {
        string report = $$"""
            { "format": "neuraljit-report", "version": 1, "nodes": [{ "id": 0, "op": "abs", "kind": "op", "inputs": [] }], "stages": [{ "nodes": [0] }],
              "kernels": [{ "name": "k0", "kind": "loop", "nodes": [0], "flops": 9000, "bytesRead": 8 }],
              "profile": { "runs": 50, "threads": 1, {{profile}}, "kernels": [{ "kernel": 0, "medianMicroseconds": 8, "minMicroseconds": 8 }] } }
            """;
        await using BrowserPage page = await BrowserPage.OpenAsync([report], "pane=overview");
        string[] titles = [.. await page.Page.Locator(".finding").AllTextContentsAsync()];
        Assert.That(titles.Any(t => t.Contains("noisy", StringComparison.Ordinal)), Is.EqualTo(isNoisy));
        Assert.That(titles.Any(t => t.Contains("outside of kernels", StringComparison.Ordinal)), Is.EqualTo(!isNoisy));
        page.AssertQuiet();
    }

    [Test]
    public async Task The_first_finding_is_shown_first_and_leads_to_what_it_is_about()
    {
        await using BrowserPage page = await OpenAsync(SyntheticReport.Full());
        ILocator found = page.Page.Locator(".findings a").Filter(new() { HasText = "k8_matmul_mul_sub" });
        await found.ClickAsync();
        Assert.That(await page.AddressAsync(), Does.Contain("pane=kernels").And.Contain("kernel=8"));
        Assert.That(await page.Page.Locator(".kernel-details h3").TextContentAsync(), Is.EqualTo("k8_matmul_mul_sub"));
    }

    [Test]
    public async Task Top_kernels_are_the_slowest_in_order()
    {
        await using BrowserPage page = await OpenAsync(SyntheticReport.Full());
        IReadOnlyList<string> names = await page.Page.Locator(".bars[aria-label^='Top kernels'] .bar-label a").AllTextContentsAsync();
        Assert.That(names, Is.EqualTo(Enumerable.Range(1, 8).Reverse().Select(i => new SyntheticNetwork(3, 32, 64).Kernels[i].Name)));
    }

    [Test]
    public async Task The_tree_of_modules_closes_and_opens_by_keys()
    {
        await using BrowserPage page = await OpenAsync(SyntheticReport.Full());
        ILocator rows = page.Page.Locator(".module-tree tbody tr");
        Assert.That(await rows.CountAsync(), Is.EqualTo(5));
        await rows.First.FocusAsync();
        await page.PressAsync("ArrowDown", "ArrowLeft");
        Assert.That(await rows.CountAsync(), Is.EqualTo(2));
        await page.PressAsync("ArrowRight", "ArrowRight");
        Assert.That(await page.RunAsync<string>("return document.activeElement.dataset.path"), Is.EqualTo("body.layer0"));
        await page.PressAsync("ArrowLeft", "ArrowLeft", "ArrowLeft");
        Assert.That(await page.RunAsync<string>("return document.activeElement.dataset.path"), Is.EqualTo(""));
    }

    [Test]
    public async Task The_time_of_modules_adds_up_to_the_whole()
    {
        await using BrowserPage page = await OpenAsync(SyntheticReport.Full());
        double[] times = await page.RunAsync<double[]>("""
            const [{ moduleRows }, { parseReport }] = [await load('#panes/module-tree'), await load('#model')];
            return moduleRows(parseReport(document.getElementById('report-0').textContent)).map(row => row.time);
            """);
        // The model, its body, and the layers: 10 + 80 + 90, 20 + 60 + 70 and 30 + 40 + 50 µs.
        Assert.That(times, Is.EqualTo(new double[] { 450, 450, 180, 150, 120 }).Within(1e-9));
    }
}
