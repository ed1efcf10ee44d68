using System.Globalization;
using Microsoft.Playwright;

namespace NeuralJit.Inspection.Tests;

public class MemoryPaneTests
{
    private static Task<BrowserPage> OpenAsync(int layers) => BrowserPage.OpenAsync([SyntheticReport.Full(layers)], "pane=memory");

    private sealed record Box(double Left, double Right, double Top, double Bottom, string Name);

    private static async Task<Box[]> BoxesAsync(BrowserPage page)
    {
        string[] texts = await page.RunAsync<string[]>("""
            return [...document.querySelectorAll('.buffer')].map(r => ['x', 'width', 'y', 'height', 'data-offset', 'data-bytes', 'data-first', 'data-last'].map(name => r.getAttribute(name)).join(' '));
            """);
        return [.. texts.Select(t => t.Split(' ').Select(v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray())
            .Select(v => new Box(v[0], v[0] + v[1], v[2], v[2] + v[3], $"offset {v[4]}, {v[5]} B, steps {v[6]} to {v[7]}"))];
    }

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(40)]
    public async Task Rectangles_never_overlap(int layers)
    {
        await using BrowserPage page = await OpenAsync(layers);
        Box[] boxes = await BoxesAsync(page);
        Assert.That(boxes, Has.Length.EqualTo(2 * layers));
        const double slack = 1e-6;
        foreach (Box a in boxes)
        {
            foreach (Box b in boxes.Where(b => !ReferenceEquals(a, b)))
                Assert.That(a.Right <= b.Left + slack || b.Right <= a.Left + slack || a.Bottom <= b.Top + slack
                    || b.Bottom <= a.Top + slack, $"{a.Name} and {b.Name}");
        }
    }

    [Test]
    public async Task Rectangles_lie_at_their_steps_and_offsets()
    {
        await using BrowserPage page = await OpenAsync(3);
        string[] axes = await page.RunAsync<string[]>(
            "const { x, y } = document.querySelector('.memory-chart svg').dataset; return [x, y];");
        double[] x = [.. axes[0].Split(' ').Select(v => double.Parse(v, CultureInfo.InvariantCulture))],
            y = [.. axes[1].Split(' ').Select(v => double.Parse(v, CultureInfo.InvariantCulture))];
        Assert.That(x[..2], Is.EqualTo(new double[] { 0, 9 }), "nine steps");
        Assert.That(y[..2], Is.EqualTo(new double[] { 0, 32768 }), "the arena");
        // %5 is stored by the first kernel at offset 0 and read for the last time by step 6: its 8 KiB are the lowest quarter, seven steps
        // wide.
        Box first = (await BoxesAsync(page)).Single(b => b.Name.StartsWith("offset 0, 8192 B, steps 0", StringComparison.Ordinal));
        Assert.That(first.Left, Is.EqualTo(x[2]).Within(1e-3));
        Assert.That(first.Right, Is.EqualTo(x[2] + ((x[3] - x[2]) * 7 / 9) - 1).Within(1e-3), "one pixel is left free");
        Assert.That(first.Top, Is.EqualTo(y[2] + ((y[3] - y[2]) / 4)).Within(1e-3));
    }

    [Test]
    public async Task Who_is_alive_at_the_peak_adds_up_to_it()
    {
        await using BrowserPage page = await OpenAsync(3);
        ILocator card = page.Page.Locator("#pane-memory .card").Filter(new() { HasText = "Alive at the peak" }).Last;
        Assert.That(await card.Locator("li").CountAsync(), Is.EqualTo(4));
        Assert.That(await card.Locator(".note").TextContentAsync(), Does.Contain("32.0\u00a0KiB in 4 values").And.Contain("k3_matmul"));
    }

    [Test]
    public async Task Totals_say_what_reuse_saved_and_what_is_updated_in_place()
    {
        await using BrowserPage page = await OpenAsync(3);
        string text = await page.Page.Locator("#pane-memory").InnerTextAsync();
        // Six values of 8 KiB in an arena of 32 KiB; three weights of 16 KiB.
        Assert.That(text, Does.Contain("48.0\u00a0KiB").And.Contain("33.3\u00a0%").And.Contain("3 new values are written over")
            .And.Contain("48.0\u00a0KiB that need neither memory nor copies"));
    }

    [Test]
    public async Task A_rectangle_is_walked_to_and_chosen_by_keys()
    {
        await using BrowserPage page = await OpenAsync(3);
        await page.Page.Locator(".buffer[tabindex='0']").FocusAsync();
        await page.PressAsync("End");
        string label = await page.Page.Locator(".memory-chart .mark-label").InnerTextAsync();
        Assert.That(
            label, Does.Contain("%27 matmul").And.Contain("8.00\u00a0KiB").And.Contain("step 7 (k7_matmul)").And.Contain("body.layer0"));
        await page.PressAsync("Enter");
        Assert.That(await page.AddressAsync(), Does.Contain("node=27"));
        Assert.That(await page.Page.Locator("#pane-memory tr[aria-selected='true'] a").TextContentAsync(), Is.EqualTo("%27 matmul"));
    }
}
