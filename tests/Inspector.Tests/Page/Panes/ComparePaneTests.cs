using Microsoft.Playwright;

namespace NeuralJit.Inspection.Tests;

public class ComparePaneTests
{
    private static readonly string Before = SyntheticReport.Full(), After = SyntheticReport.Full(layers: 4);

    private static Task<BrowserPage> OpenAsync(params string[] reports) => BrowserPage.OpenAsync(reports, "pane=compare");

    // Three layers against four: 9 and 12 kernels, 450 and 780 µs; each layer has 64 × 64 weights and 64 biases.
    [TestCase("Kernels", "9", "12", "+3", "+33.3~%", "more")]
    [TestCase("Parameters", "12,480", "16,640", "+4,160", "+33.3~%", "more")]
    [TestCase("Time of all kernels", "450~µs", "780~µs", "+330~µs", "+73.3~%", "more")]
    [TestCase("Prepared", "0~B", "0~B", "0", "–", "= same")]
    [TestCase("Compile time", "35.3~ms", "35.3~ms", "0", "0", "= same")]
    public async Task Totals_show_differences_in_numbers_parts_and_words(string name, params string[] expected)
    {
        await using BrowserPage page = await OpenAsync(Before, After);
        IReadOnlyList<string> cells = await page.Page.Locator($"tr[data-total='{name}'] td").AllTextContentsAsync();
        Assert.That(cells.Select(c => c.Replace('\u00a0', '~')), Is.EqualTo(expected));
    }

    [Test]
    public async Task Less_is_better_where_both_do_the_same()
    {
        await using BrowserPage page = await OpenAsync(Slower(Before), Before);
        Assert.That(await page.Page.Locator(".verdict").TextContentAsync(),
            Is.EqualTo("B is 2.00 × faster than A: 459\u00a0µs instead of 918\u00a0µs."));
        Assert.That(await page.Page.Locator("tr[data-total='Time of a run'] td").Last.TextContentAsync(), Is.EqualTo("✓ better"));
        await page.Page.GetByLabel("Swap A and B").ClickAsync();
        Assert.That(await page.Page.Locator(".verdict").TextContentAsync(), Does.StartWith("B is 2.00 × slower than A"));
        Assert.That(await page.Page.Locator("tr[data-total='Time of a run'] td").Last.TextContentAsync(), Is.EqualTo("✗ worse"));
    }

    [Test]
    public async Task Which_report_is_which_stays_in_sight()
    {
        await using BrowserPage page = await OpenAsync(Before, After);
        await page.Page.Locator(".pane-compare").EvaluateAsync("pane => pane.scrollTop = pane.scrollHeight");
        Assert.That(await page.Page.Locator(".pane-compare").EvaluateAsync<double>("pane => pane.scrollTop"), Is.GreaterThan(200),
            "there is something to scroll");
        await Assertions.Expect(page.Page.GetByLabel("Report A")).ToBeInViewportAsync();
        await Assertions.Expect(page.Page.GetByLabel("Report B")).ToBeInViewportAsync();
    }

    [Test]
    public async Task It_says_when_the_two_do_not_compute_the_same()
    {
        await using BrowserPage page = await OpenAsync(Before, SyntheticReport.Full(batch: 48));
        Assert.That(await page.Page.Locator(".compare-body .note").First.TextContentAsync(),
            Does.Contain("x0 is f32[32,64] in A, f32[48,64] in B"));
    }

    [Test]
    public async Task Kernels_are_matched_by_their_ops_and_links_lead_to_their_report()
    {
        await using BrowserPage page = await OpenAsync(Before, After);
        Assert.That(await page.Page.Locator("#pane-compare .note", new() { HasText = "Kernels are matched" }).TextContentAsync(),
            Does.StartWith("3 added, 6 slower, 3 same"));
        await page.Page.Locator("#pane-compare tbody tr[data-key] td:nth-child(3) a", new() { HasText = "k11_matmul_mul_sub" })
            .ClickAsync();
        Assert.That(await page.AddressAsync(), Does.Contain("report=1").And.Contain("pane=kernels").And.Contain("kernel=11"));
        Assert.That(await page.Page.Locator(".kernel-details h3").TextContentAsync(), Is.EqualTo("k11_matmul_mul_sub"));
    }

    [Test]
    public async Task One_kernel_per_op_is_recognised_in_the_fused_ones()
    {
        await using BrowserPage page = await OpenAsync(OneKernelPerOp(new SyntheticNetwork(3, 32, 64)), Before);
        string[] words = await page.RunAsync<string[]>("""
            const [{ compareKernels }, { parseReport }] = [await load('#panes/comparison'), await load('#model')];
            const [a, b] = [0, 1].map(i => parseReport(document.getElementById(`report-${i}`).textContent));
            return compareKernels(a, b).map(row => `${row.a.length} ${row.word} ${row.b.map(kernel => kernel.name)}`).sort();
            """);
        // Products with their bias and relu, or with the update, are three ops; products alone are kept.
        Assert.That(words, Is.EqualTo(new[]
        {
            "1 same k3_matmul", "1 same k5_matmul", "1 same k7_matmul", "3 merged k0_matmul_add_relu", "3 merged k1_matmul_add_relu",
                "3 merged k2_matmul_add_relu",
            "3 merged k4_matmul_mul_sub", "3 merged k6_matmul_mul_sub", "3 merged k8_matmul_mul_sub",
        }));
    }

    [Test]
    public async Task A_convolution_is_found_again_in_what_it_was_lowered_to()
    {
        await using BrowserPage page = await OpenAsync(Before, After);
        string[] pairs = await page.RunAsync<string[]>("""
            const { pairNodes } = await load('#panes/matching');
            const model = (...ops) => ({ lastStage: 0, nodesOf: () => ops.map(([op, module], id) => ({ id, op, type: 'f32[2]', module })), moduleOf: record => record.module });
            const a = model(['conv', 'stem'], ['relu', 'stem'], ['conv', 'head'], ['matmul', 'last']);
            const b = model(['pad_planes', 'head'], ['packed_matmul', 'last'], ['pointwise_conv', 'head'], ['plane_conv', 'stem'], ['relu', 'stem']);
            return [...pairNodes(a, b)].map(pair => pair.join(' ')).sort();
            """);
        Assert.That(pairs, Is.EqualTo(new[] { "0 3", "1 4", "2 2", "3 1" }));
    }

    [Test]
    public async Task Rules_and_versions_that_differ_are_listed()
    {
        string other = Before.Replace("\"rule\":\"x * 1 \\u2192 x\"", "\"rule\":\"other\"", StringComparison.Ordinal)
            .Replace("\"neuralJit\":\"0.1.0\"", "\"neuralJit\":\"0.2.0\"", StringComparison.Ordinal);
        await using BrowserPage page = await OpenAsync(Before, other);
        string text = await page.Page.Locator("#pane-compare .columns").InnerTextAsync();
        Assert.That(text.Split(['\n', '\t'], StringSplitOptions.TrimEntries),
            Does.Contain("x * 1 → x").And.Contains("other").And.Contains("neuralJit").And.Contains("0.2.0"));
    }

    [Test]
    public async Task A_report_is_opened_from_a_file()
    {
        await using BrowserPage page = await OpenAsync(Before);
        ILocator input = page.Page.GetByLabel("Report file").First;
        await input.SetInputFilesAsync(
            new FilePayload { Name = "after.json", MimeType = "application/json", Buffer = System.Text.Encoding.UTF8.GetBytes(After) });
        await page.Page.Locator(".verdict").WaitForAsync();
        Assert.That(await page.Page.Locator(".verdict").TextContentAsync(), Does.Contain("12 kernels instead of 9"));
        page.AssertQuiet();
    }

    [Test]
    public async Task A_page_is_opened_from_a_file()
    {
        var html = new StringWriter();
        HtmlPage.Write(html, [After]);
        await using BrowserPage page = await OpenAsync(Before);
        await page.Page.GetByLabel("Report file").First.SetInputFilesAsync(
            new FilePayload { Name = "after.html", MimeType = "text/html", Buffer = System.Text.Encoding.UTF8.GetBytes(html.ToString()) });
        await page.Page.Locator(".verdict").WaitForAsync();
        Assert.That(await page.Page.Locator(".verdict").TextContentAsync(), Does.Contain("12 kernels instead of 9"));
        page.AssertQuiet();
    }

    [TestCase("{", "is not valid JSON")]
    [TestCase("{}", "is no NeuralJit report")]
    [TestCase("<html></html>", "holds no NeuralJit report")]
    [TestCase("""{"format":"neuraljit-report","version":99}""", "version 99")]
    public async Task A_file_that_is_no_report_says_so_and_changes_nothing(string text, string expected)
    {
        await using BrowserPage page = await OpenAsync(Before);
        await page.Page.GetByLabel("Report file").First.SetInputFilesAsync(
            new FilePayload { Name = "other.json", MimeType = "application/json", Buffer = System.Text.Encoding.UTF8.GetBytes(text) });
        ILocator problem = page.Page.Locator("#pane-compare .banner");
        await problem.WaitForAsync();
        Assert.That(await problem.TextContentAsync(), Does.Contain(expected));
        Assert.That(await page.Page.Locator(".verdict").CountAsync(), Is.Zero);
        page.AssertQuiet();
    }

    [Test]
    public async Task Graphs_are_compared_without_regard_to_numbers()
    {
        await using BrowserPage page = await OpenAsync(Before, After);
        string[] kinds = await page.RunAsync<string[]>("""
            const [{ compareGraphs }, { parseReport }] = [await load('#panes/comparison'), await load('#model')];
            const [a, b] = [0, 1].map(i => parseReport(document.getElementById(`report-${i}`).textContent));
            return compareGraphs(a, b).map(row => row.kind);
            """);
        // All 28 values of three layers are found again, the first of those going back reads another one; the fourth layer adds nine.
        Assert.That(kinds.Count(k => k == "added"), Is.EqualTo(9));
        Assert.That(kinds.Count(k => k == "removed"), Is.Zero);
        Assert.That(kinds.Count(k => k is "same" or "changed"), Is.EqualTo(28));
    }

    /// <summary>The same report with every time doubled.</summary>
    private static string Slower(string report) => System.Text.RegularExpressions.Regex.Replace(
        report, "(\"m(?:edian|in)Microseconds\":)([0-9.]+)", m => m.Groups[1].Value + (2 * double.Parse(m.Groups[2].Value,
            System.Globalization.CultureInfo.InvariantCulture)).ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static string OneKernelPerOp(SyntheticNetwork network) => SyntheticReport.Write(network.OneKernelPerOp(), profile: false);
}
