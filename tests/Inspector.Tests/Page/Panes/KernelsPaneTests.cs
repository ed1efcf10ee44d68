using System.Globalization;
using Microsoft.Playwright;

namespace NeuralJit.Inspection.Tests;

public class KernelsPaneTests
{
    private static readonly SyntheticNetwork Network = new(3, 32, 64);

    private static Task<BrowserPage> OpenAsync(string view = "pane=kernels") => BrowserPage.OpenAsync([SyntheticReport.Full()], view);

    private static async Task<string[]> NamesAsync(BrowserPage page) =>
        [.. await page.Page.Locator("#pane-kernels section.flush tbody tr[data-key] td:first-child").AllTextContentsAsync()];

    [TestCase(1280)]
    [TestCase(1600)]
    public async Task The_table_is_not_cut(int width)
    {
        // Names and modules of the built-in models are as long as this.
        string report = SyntheticReport.Full().Replace("_matmul", "_subtract_square_multiply_matmul", StringComparison.Ordinal)
            .Replace("body.layer", "body.block.layer1.conv", StringComparison.Ordinal);
        await using BrowserPage page = await BrowserPage.OpenAsync([report], "pane=kernels", width);
        Assert.That(await page.Page.Locator(".kernels > .card .table-area")
            .EvaluateAsync<double>("area => area.scrollWidth - area.clientWidth"), Is.LessThanOrEqualTo(0));
    }

    [Test]
    public async Task Each_column_sorts_both_ways()
    {
        await using BrowserPage page = await BrowserPage.OpenAsync([SyntheticReport.Full()], "pane=kernels", width: 1600);
        ILocator heads = page.Page.Locator("#pane-kernels section.flush thead button");
        for (int i = 0; i < await heads.CountAsync(); i++)
        {
            await heads.Nth(i).ClickAsync();
            string[] once = await KeysAsync(page);
            await heads.Nth(i).ClickAsync();
            string[] twice = await KeysAsync(page);
            Assert.That(once, Is.Ordered.Using(new Order(i, Network)).Or.Ordered.Descending.Using(new Order(i, Network)),
                await heads.Nth(i).TextContentAsync());
            Assert.That(twice, Is.EquivalentTo(once).And.Not.EqualTo(once), await heads.Nth(i).TextContentAsync());
        }
    }

    [Test]
    public async Task The_slowest_kernel_is_on_top_at_the_start()
    {
        await using BrowserPage page = await OpenAsync();
        Assert.That(await NamesAsync(page), Is.EqualTo(Network.Kernels.Select(k => k.Name).Reverse()));
    }

    [TestCase("relu", 3)]
    [TestCase("LIBRARY", 3)]
    [TestCase("layer1", 3)]
    [TestCase("layer1 sub", 1)]
    [TestCase("nothing like it", 0)]
    public async Task The_filter_finds_by_name_kind_op_and_module(string filter, int expected)
    {
        await using BrowserPage page = await OpenAsync();
        await page.Page.GetByLabel("Filter kernels").FillAsync(filter);
        Assert.That(await NamesAsync(page), Has.Length.EqualTo(expected));
        Assert.That(await page.Page.Locator("#pane-kernels [role=status]").TextContentAsync(), Is.EqualTo($"{expected} of 9 kernels"));
    }

    [Test]
    public async Task A_row_chosen_by_keys_shows_its_details_and_marks_its_point()
    {
        await using BrowserPage page = await OpenAsync();
        await page.Page.Locator("#pane-kernels section.flush tbody tr[tabindex='0']").FocusAsync();
        await page.PressAsync("ArrowDown", "ArrowDown", "Enter");
        Assert.That(await page.Page.Locator(".kernel-details h3").TextContentAsync(), Is.EqualTo("k6_matmul_mul_sub"));
        Assert.That(await page.Page.Locator(".point.selected").GetAttributeAsync("data-mark"), Is.EqualTo("6"));
        Assert.That(await page.AddressAsync(), Does.Contain("kernel=6"));
    }

    [Test]
    public async Task A_point_chosen_by_keys_selects_its_row()
    {
        await using BrowserPage page = await OpenAsync();
        await page.Page.Locator(".point[tabindex='0']").FocusAsync();
        await page.PressAsync("ArrowRight", "ArrowRight", "Enter");
        string mark = await page.RunAsync<string>("return document.activeElement.dataset.mark");
        Assert.That(await page.Page.Locator("#pane-kernels tr[aria-selected='true']").GetAttributeAsync("data-key"), Is.EqualTo(mark));
        Assert.That(await page.Page.Locator(".mark-label").IsVisibleAsync());
    }

    [Test]
    public async Task Details_link_to_nodes_and_show_the_source_as_it_is()
    {
        await using BrowserPage page = await OpenAsync("pane=kernels&kernel=0");
        ILocator details = page.Page.Locator(".kernel-details");
        Assert.That(
            await details.Locator(".code").TextContentAsync(), Does.StartWith("// k0_matmul_add_relu\nfor (int i = 0; i < 32; i += 8)"));
        Assert.That(await details.Locator(".code .code-keyword").AllTextContentsAsync(), Is.EqualTo(new[] { "for", "int", "var" }));
        Assert.That(await details.Locator(".facts-list").TextContentAsync(),
            Does.Contain("32 × 64, reduced over axis 1").And.Contain("8×48").And.Contain("512 bits"));
        await details.Locator("tbody a").First.ClickAsync();
        Assert.That(await page.AddressAsync(), Does.Contain("pane=graph").And.Contain("node=0"));
    }

    [Test]
    public async Task Points_lie_where_the_numbers_say()
    {
        await using BrowserPage page = await OpenAsync();
        ILocator plot = page.Page.Locator(".roofline svg");
        double[] x = Numbers(await plot.GetAttributeAsync("data-x")), y = Numbers(await plot.GetAttributeAsync("data-y"));
        foreach ((int i, SyntheticKernel kernel) in Network.Kernels.Index())
        {
            ILocator point = page.Page.Locator($".point[data-mark='{i}']");
            double intensity = (double)kernel.Flops / (kernel.BytesRead + kernel.BytesWritten),
                speed = kernel.Flops / SyntheticReport.Microseconds(i) * 1e6;
            Assert.That(Number(await point.GetAttributeAsync("cx")), Is.EqualTo(Position(x, intensity)).Within(1e-3), kernel.Name);
            Assert.That(Number(await point.GetAttributeAsync("cy")), Is.EqualTo(Position(y, speed)).Within(1e-3), kernel.Name);
        }

        // The roof bends where both peaks meet: 200 GFLOP/s and 20 GB/s at 10 FLOP/B.
        double[] corner = Numbers((await page.Page.Locator(".roof polyline").GetAttributeAsync("points"))!.Split(' ')[1].Replace(',', ' '));
        Assert.That(corner, Is.EqualTo(new[] { Position(x, 10), Position(y, 200e9) }).Within(1e-3));
    }

    [Test]
    public async Task The_part_of_the_roofline_is_the_better_of_both_peaks_over_the_time()
    {
        await using BrowserPage page = await OpenAsync("pane=kernels&kernel=8");
        SyntheticKernel kernel = Network.Kernels[8];
        double best = Math.Max(
            kernel.Flops / SyntheticReport.PeakGflops, (kernel.BytesRead + kernel.BytesWritten) / SyntheticReport.PeakGbs) / 1e3;
        double part = await page.RunAsync<double>("""
            const [{ metricsOf }, { parseReport }] = [await load('#panes/metrics'), await load('#model')];
            const model = parseReport(document.getElementById('report-0').textContent);
            return metricsOf(model, model.kernels[8]).roof;
            """);
        Assert.That(part, Is.EqualTo(best / SyntheticReport.Microseconds(8)).Within(1e-12));
    }

    private static async Task<string[]> KeysAsync(BrowserPage page) =>
        await page.RunAsync<string[]>(
            "return [...document.querySelectorAll('#pane-kernels section.flush tbody tr[data-key]')].map(row => row.dataset.key)");

    /// <summary>The position of a value on a logarithmic axis, given as "from to start end".</summary>
    private static double Position(double[] axis, double value) =>
        axis[2] + ((Math.Log10(value) - Math.Log10(axis[0])) / (Math.Log10(axis[1]) - Math.Log10(axis[0])) * (axis[3] - axis[2]));

    private static double[] Numbers(string? text) => [.. text!.Split(' ').Select(Number)];

    private static double Number(string? text) => double.Parse(text!, CultureInfo.InvariantCulture);

    /// <summary>The order of kernels, given by their numbers, by the value in a column.</summary>
    private sealed class Order(int column, SyntheticNetwork network) : IComparer<string>
    {
        public int Compare(string? x, string? y) => Comparer<IComparable>.Default.Compare(
            Value(int.Parse(x!, CultureInfo.InvariantCulture)), Value(int.Parse(y!, CultureInfo.InvariantCulture)));

        private IComparable Value(int index)
        {
            SyntheticKernel kernel = network.Kernels[index];
            double time = SyntheticReport.Microseconds(index), bytes = kernel.BytesRead + kernel.BytesWritten;
            double best = Math.Max(kernel.Flops / SyntheticReport.PeakGflops, bytes / SyntheticReport.PeakGbs) / 1e3;
            return column switch
            {
                0 => kernel.Name,
                1 => kernel.Kind,
                2 => kernel.Nodes.Length,
                3 => kernel.Nodes[0].Module,
                4 => kernel.Flops,
                5 => bytes,
                6 => kernel.Flops / bytes,
                7 or 8 => time,
                9 => kernel.Flops / time,
                10 => bytes / time,
                11 => best / time,
                _ => time - best,
            };
        }
    }
}
