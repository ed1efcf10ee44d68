using Microsoft.Playwright;

namespace NeuralJit.Inspection.Tests;

public class FusionPaneTests
{
    private static Task<BrowserPage> OpenAsync() => BrowserPage.OpenAsync([SyntheticReport.Full()], "pane=fusion");

    private static ILocator Rows(BrowserPage page) => page.Page.Locator("#pane-fusion tbody tr[data-key]");

    [Test]
    public async Task Edges_are_grouped_by_reason_with_advice()
    {
        await using BrowserPage page = await OpenAsync();
        IReadOnlyList<string> reasons = await page.Page.Locator(".reasons button").AllInnerTextsAsync();
        Assert.That(reasons, Has.Count.EqualTo(2));
        Assert.That(reasons[0], Does.Contain("Operand of a product").And.Contain("6 edges · 96.0\u00a0KiB")
            .And.Contain("whole rows and columns").And.Contain("Usually right as it is"));
        Assert.That(reasons[1], Does.Contain("Library kernel").And.Contain("4 edges · 64.0\u00a0KiB"));
    }

    [Test]
    public async Task A_reason_shows_its_edges_alone_and_again_all()
    {
        await using BrowserPage page = await OpenAsync();
        ILocator reason = page.Page.Locator(".reasons button[data-reason='library-op']");
        Assert.That(await Rows(page).CountAsync(), Is.EqualTo(10));
        await reason.ClickAsync();
        Assert.That(await reason.GetAttributeAsync("aria-pressed"), Is.EqualTo("true"));
        Assert.That(await Rows(page).AllInnerTextsAsync(), Has.Count.EqualTo(4).And.All.Contains("Library kernel"));
        await page.PressAsync("Enter");
        Assert.That(await Rows(page).CountAsync(), Is.EqualTo(10), "the button keeps the focus");
    }

    [Test]
    public async Task An_edge_that_is_chosen_says_why_in_full_and_stays_chosen()
    {
        await using BrowserPage page = await OpenAsync();
        // The third edge has the same producer as the second.
        ILocator row = Rows(page).Nth(2);
        await row.GetByRole(AriaRole.Cell, new() { Name = "Operand of a product" }).ClickAsync();
        Assert.That(await row.GetAttributeAsync("aria-selected"), Is.EqualTo("true"));
        Assert.That(await page.Page.Locator(".edge-detail").TextContentAsync(), Is.EqualTo(
            "Operand of a product: %10 relu → %16 matmul, 16.0\u00a0KiB: %10 is used by matmul. Usually right as it is. A cheap producer "
            + "can be applied to the product's result instead where the algebra allows (a factor, a sum per row)."));
    }

    [Test]
    public async Task A_node_that_is_chosen_elsewhere_shows_its_edge()
    {
        await using BrowserPage page = await BrowserPage.OpenAsync([SyntheticReport.Full()], "pane=fusion&node=19");
        Assert.That(await page.Page.Locator("#pane-fusion tr[aria-selected='true']").TextContentAsync(), Does.Contain("%19"));
    }

    [TestCase("k5_matmul", 3)]
    [TestCase("layer2 library", 2)]
    [TestCase("softmax", 0)]
    public async Task Edges_are_found_by_kernel_module_and_reason(string filter, int expected)
    {
        await using BrowserPage page = await OpenAsync();
        await page.Page.GetByLabel("Filter edges").FillAsync(filter);
        Assert.That(await Rows(page).CountAsync(), Is.EqualTo(expected));
    }

    [Test]
    public async Task What_moves_is_written_once_and_read_by_each_kernel_and_what_is_fused_is_neither()
    {
        await using BrowserPage page = await OpenAsync();
        double[] traffic = await page.RunAsync<double[]>("""
            const [{ traffic }, { parseReport }] = [await load('#panes/traffic'), await load('#model')];
            const { moved, avoided } = traffic(parseReport(document.getElementById('report-0').textContent));
            return [moved, avoided];
            """);
        // Three results of 8 KiB and two gradients of 8 KiB are each read by two other kernels; going forward two values of 8 KiB in each
        // kernel, going back two of 16 KiB, are neither written nor read.
        Assert.That(traffic, Is.EqualTo(new double[] { 5 * 3 * 8192, (3 * 2 * 2 * 8192) + (3 * 2 * 2 * 16384) }));
    }

    // %0 is made when a parameter changes; %1 (400 bytes) goes from k1 to k2, which also reads %0.
    [Test]
    public async Task What_moves_is_part_of_what_kernels_of_a_run_read_and_write()
    {
        await using BrowserPage page = await OpenAsync();
        double moved = await page.RunAsync<double>("""
            const [{ traffic }, { parseReport }] = [await load('#panes/traffic'), await load('#model')];
            const node = id => ({ id, op: 'abs', kind: 'op', inputs: [], dtype: 'f32', shape: [100] });
            const access = id => ({ node: id, bytes: 400 });
            const kernel = (id, loads, prepared) => ({ name: `k${id}`, nodes: [id], prepared, loads: loads.map(access), stores: [access(id)] });
            return traffic(parseReport(JSON.stringify({ format: 'neuraljit-report', version: 1, nodes: [0, 1, 2].map(node), stages: [{ nodes: [0, 1, 2] }],
              kernels: [kernel(0, [], true), kernel(1, [], false), kernel(2, [0, 1], false)],
              fusion: [{ producer: 0, consumer: 2, from: 0, to: 2, reason: 'prepared' }, { producer: 1, consumer: 2, from: 1, to: 2, reason: 'other-space' }] }))).moved;
            """);
        Assert.That(moved, Is.EqualTo(800));
    }

    [TestCase("pad_planes", "there is nothing to do")]
    [TestCase("copy", "there is nothing to do")]
    [TestCase("exp", "Let both have the same shape")]
    public async Task Copies_and_packs_of_the_compiler_get_no_advice(string op, string expected)
    {
        await using BrowserPage page = await OpenAsync();
        string advice = await page.RunAsync<string>("""
            const { adviceOf } = await load('#panes/reasons');
            return adviceOf({ findRecord: id => ({ op: id === 0 ? argument : 'add' }) }, { producer: 0, consumer: 1, reason: 'other-space' });
            """, op);
        Assert.That(advice, Does.Contain(expected));
    }

    [Test]
    public async Task Every_reason_of_the_compiler_has_a_sentence()
    {
        await using BrowserPage page = await OpenAsync();
        string[] ids = [.. Enum.GetNames<Compilation.FusionReason>().Select(Kebab)];
        string[] without = await page.RunAsync<string[]>(
            "const { reasonOf } = await load('#panes/reasons'); return argument.filter(id => !reasonOf(id).why || !reasonOf(id).advice);",
            ids);
        Assert.That(without, Is.Empty);
        Assert.That(await page.RunAsync<string>(
            "const { reasonOf } = await load('#panes/reasons'); return reasonOf('some-new-reason').title;"), Is.EqualTo("Some new reason"));
    }

    private static string Kebab(string name) => string.Concat(
        name.Select((c, i) => char.IsUpper(c) && i > 0 ? "-" + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));
}
