using System.Globalization;
using Microsoft.Playwright;

namespace NeuralJit.Inspection.Tests;

public class TimelinePaneTests
{
    private static Task<BrowserPage> OpenAsync() => BrowserPage.OpenAsync([SyntheticReport.Full()], "pane=timeline");

    // Nine kernels of 10 to 90 µs with 1 µs between them: 458 µs; the second thread works for half of each.
    [Test]
    public async Task Idle_time_is_what_is_left_of_the_run()
    {
        await using BrowserPage page = await OpenAsync();
        IReadOnlyList<string> idle = await page.Page.Locator("#pane-timeline .bar-text").AllTextContentsAsync();
        Assert.That(idle, Is.EqualTo(new[] { "idle 8\u00a0µs · 1.75\u00a0%", "idle 233\u00a0µs · 50.9\u00a0%" }));
        Assert.That(
            await page.Page.Locator("#pane-timeline .amounts li").CountAsync(), Is.EqualTo(8), "a gap after each kernel but the last");
    }

    [Test]
    public async Task Pieces_lie_at_their_times_and_those_of_a_thread_do_not_overlap()
    {
        await using BrowserPage page = await OpenAsync();
        double[] axis = await AxisAsync(page);
        Assert.That(axis[..2], Is.EqualTo(new double[] { 0, 458 }));
        double[][] pieces = await page.RunAsync<double[][]>(
            "return [...document.querySelectorAll('.piece')].map(r => ['data-kernel', 'x', 'width', 'y'].map(name => "
            + "Number(r.getAttribute(name))))");
        Assert.That(pieces, Has.Length.EqualTo(18));
        foreach (double[] piece in pieces)
        {
            int kernel = (int)piece[0];
            double start = (10 * kernel * (kernel + 1) / 2) + kernel;
            Assert.That(piece[1], Is.EqualTo(axis[2] + (start / 458 * (axis[3] - axis[2]))).Within(1e-3));
        }

        foreach (IGrouping<double, double[]> thread in pieces.GroupBy(p => p[3]))
            Assert.That(thread.Zip(thread.Skip(1)).All(p => p.First[1] + p.First[2] <= p.Second[1] + 1e-6));
    }

    [Test]
    public async Task Keys_zoom_and_buttons_move_and_show_all_again()
    {
        await using BrowserPage page = await OpenAsync();
        await page.Page.Locator(".piece[tabindex='0']").FocusAsync();
        await page.PressAsync("+", "+");
        double[] near = await AxisAsync(page);
        Assert.That(near[1] - near[0], Is.EqualTo(458 / 2.25).Within(1e-6));
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Later" }).ClickAsync();
        double[] later = await AxisAsync(page);
        Assert.That(later[0] - near[0], Is.EqualTo((near[1] - near[0]) / 2).Within(1e-6));
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Whole run" }).ClickAsync();
        Assert.That((await AxisAsync(page))[..2], Is.EqualTo(new double[] { 0, 458 }));
    }

    [Test]
    public async Task Dragging_moves_and_chooses_nothing_and_a_click_chooses()
    {
        await using BrowserPage page = await OpenAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Zoom in" }).ClickAsync();
        double before = (await AxisAsync(page))[0];
        LocatorBoundingBoxResult box = (await page.Page.Locator(".timeline-chart").BoundingBoxAsync())!;
        await page.Page.Mouse.MoveAsync(box.X + 300, box.Y + 25);
        await page.Page.Mouse.DownAsync();
        await page.Page.Mouse.MoveAsync(box.X + 360, box.Y + 25, new() { Steps = 4 });
        await page.Page.Mouse.UpAsync();
        Assert.That((await AxisAsync(page))[0], Is.LessThan(before));
        Assert.That(await page.AddressAsync(), Does.Not.Contain("kernel="));
        await page.Page.Locator(".piece").First.ClickAsync();
        Assert.That(await page.AddressAsync(), Does.Contain("kernel="));
        Assert.That(
            await page.Page.Locator("#pane-timeline [role=status]").TextContentAsync(), Does.Contain("ran in 2 pieces on 2 threads"));
    }

    [Test]
    public async Task Without_a_profile_it_says_how_to_make_one()
    {
        await using BrowserPage page = await BrowserPage.OpenAsync([SyntheticReport.WithoutProfile()], "pane=timeline");
        Assert.That(await page.Page.Locator("#pane-timeline").InnerTextAsync(), Does.Contain("--profile"));
    }

    private static async Task<double[]> AxisAsync(BrowserPage page) =>
        [.. (await page.Page.Locator(".timeline-chart svg").GetAttributeAsync("data-x"))!.Split(' ')
            .Select(v => double.Parse(v, CultureInfo.InvariantCulture))];
}
