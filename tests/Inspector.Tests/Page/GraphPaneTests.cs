using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace NeuralJit.Inspection.Tests;

/// <summary>The graph pane as users see it; that it is quiet holds after everything that a test has done.</summary>
public class GraphPaneTests
{
    private BrowserPage page = null!;

    private ILocator Status => page.Page.Locator(".pane-graph .graph-view p[role=status]");

    private ILocator Details => page.Page.Locator(".pane-graph .graph-details");

    private ILocator Search => page.Page.GetByRole(AriaRole.Searchbox);

    [TearDown]
    public async Task Close()
    {
        if (page is null)
            return;
        page.AssertQuiet();
        await page.DisposeAsync();
    }

    [Test]
    public async Task A_selected_value_shows_everything_about_it()
    {
        await Open("node=3");
        string text = await Details.InnerTextAsync();
        Assert.Multiple(() =>
        {
            Assert.That(text, Does.Contain("%3"));
            Assert.That(text, Does.Contain("Inputs (2)").And.Contain("Users ("));
            Assert.That(text, Does.Contain("Module").And.Contain("body.layer0"));
            Assert.That(text, Does.Contain("FLOPs").And.Contain("Time"));
        });
    }

    [Test]
    public async Task Links_of_the_details_lead_to_other_values()
    {
        await Open("node=3");
        await Details.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^%0 ") }).First.ClickAsync();
        Assert.That(await Details.Locator("h2").First.InnerTextAsync(), Does.Contain("%0"));
        Assert.That(await page.AddressAsync(), Does.Contain("node=0"));
    }

    [Test]
    public async Task Groups_open_and_close()
    {
        await Open("");
        await page.Page.ClickAsync(".graph-buttons >> text=Close all");
        await Assertions.Expect(Status).ToContainTextAsync(" 0 open groups");
        string closed = await Status.InnerTextAsync();
        await page.Page.ClickAsync(".graph-buttons >> text=Open all");
        await Assertions.Expect(Status).ToContainTextAsync(" 0 closed groups");
        Assert.That(Values(await Status.InnerTextAsync()), Is.GreaterThan(Values(closed)));
    }

    [Test]
    public async Task Searching_goes_through_the_hits_and_opens_what_hides_them()
    {
        await Open("");
        await page.Page.ClickAsync(".graph-buttons >> text=Close all");
        await Search.FillAsync("matmul layer1");
        await Assertions.Expect(page.Page.Locator(".hits")).ToHaveTextAsync(new Regex("^[1-9]\\d* found$"));
        var seen = new HashSet<string>();
        int hits = int.Parse((await page.Page.InnerTextAsync(".hits")).Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        for (int i = 0; i < hits; i++)
        {
            await Search.PressAsync("Enter");
            seen.Add(await Details.Locator(".graph-line").InnerTextAsync());
        }

        Assert.Multiple(() =>
        {
            Assert.That(seen, Has.Count.EqualTo(hits));
            Assert.That(seen, Has.All.Contains("matmul").And.All.Contains("layer1"));
        });
        await Assertions.Expect(Status).Not.ToContainTextAsync(" 0 open groups");
    }

    [Test]
    public async Task A_click_selects_and_a_drag_does_not()
    {
        await Open("group=none");
        LocatorBoundingBoxResult canvas = (await page.Page.Locator(".pane-graph canvas").BoundingBoxAsync())!;
        float x = canvas.X + (canvas.Width / 2);
        await page.Page.Mouse.MoveAsync(x, canvas.Y + 300);
        await page.Page.Mouse.DownAsync();
        await page.Page.Mouse.MoveAsync(x + 5, canvas.Y + 340, new() { Steps = 4 });
        await page.Page.Mouse.UpAsync();
        Assert.That(await page.AddressAsync(), Does.Not.Contain("node="));
        // Clicks on a grid narrower than the boxes meet one of them.
        string[] selected = await page.RunAsync<string[]>("""
            const canvas = document.querySelector('.pane-graph canvas');
            const seen = new Set();
            for (let y = 60; y < canvas.clientHeight - 60; y += 12) for (let x = 30; x < canvas.clientWidth - 30; x += 40) {
              const place = { clientX: canvas.getBoundingClientRect().left + x, clientY: canvas.getBoundingClientRect().top + y, pointerId: 1, bubbles: true };
              canvas.setPointerCapture = () => {}; // only pointers of the system can be captured
              canvas.dispatchEvent(new PointerEvent('pointerdown', place));
              canvas.dispatchEvent(new PointerEvent('pointerup', place));
              seen.add(new URLSearchParams(location.hash.slice(1)).get('node'));
            }
            return [...seen].filter(Boolean);
            """);
        Assert.That(selected, Has.Length.GreaterThan(3));
    }

    [Test]
    public async Task Everything_can_be_done_with_keys()
    {
        await Open("");
        await page.Page.Locator(".pane-graph canvas").FocusAsync();
        await page.PressAsync("c");
        await Assertions.Expect(Status).ToContainTextAsync(" 0 open groups");
        await page.PressAsync("]");
        Assert.That(await page.AddressAsync(), Does.Contain("node="));
        await page.PressAsync("e");
        await Assertions.Expect(Status).ToContainTextAsync(" 0 closed groups");
        await Search.FillAsync("%3");
        await page.PressAsync("Enter", "Escape", "g");
        await Assertions.Expect(Details).ToContainTextAsync("Close group");
        await page.PressAsync("Enter");
        await Assertions.Expect(Details).ToContainTextAsync("Open group");
        await Assertions.Expect(Status).ToContainTextAsync(" 1 closed groups");
        await page.PressAsync("Shift+ArrowDown");
        await Assertions.Expect(Details).Not.ToContainTextAsync("Open group");
        await page.PressAsync("Escape");
        await Assertions.Expect(Details).ToContainTextAsync("Select a value");
        await page.PressAsync("/");
        Assert.That(await Search.EvaluateAsync<bool>("e => e === document.activeElement"));
    }

    [TestCase("ArrowDown")]
    [TestCase("ArrowRight")]
    [TestCase("+")]
    [TestCase("-")]
    public async Task Keys_move_the_view(string key)
    {
        await Open("");
        await page.Page.ClickAsync(".graph-buttons >> text=Open all");
        await Assertions.Expect(Status).ToContainTextAsync(" 0 closed groups");
        string before = await Picture();
        await page.Page.Locator(".pane-graph canvas").FocusAsync();
        await page.PressAsync(key, key);
        Assert.That(await Picture(), Is.Not.EqualTo(before));
        await page.PressAsync("0");
        string all = await Picture();
        await page.PressAsync(key, "0");
        Assert.That(await Picture(), Is.EqualTo(all), "0 shows everything again");
    }

    [Test]
    public async Task The_list_of_values_selects_with_keys()
    {
        await Open("");
        await page.Page.GetByRole(AriaRole.Tab, new() { NameRegex = new Regex("^Values") }).ClickAsync();
        await page.Page.Locator(".graph-values [tabindex='0']").FocusAsync();
        await page.PressAsync("ArrowDown", "ArrowDown", "Enter");
        Assert.That(await page.AddressAsync(), Does.Contain("node=2"));
    }

    [Test]
    public async Task A_value_that_stands_in_labels_marks_its_users()
    {
        await Open("");
        string before = await Picture();
        // The second value is the weight of the first layer.
        await page.RunAsync<object>("location.hash = 'pane=graph&node=1'; return null;");
        await Assertions.Expect(Details).ToContainTextAsync("weight");
        Assert.That(await Picture(), Is.Not.EqualTo(before));
    }

    [TestCase("kind")]
    [TestCase("direction")]
    [TestCase("time")]
    [TestCase("flops")]
    [TestCase("bytes")]
    [TestCase("pass")]
    [TestCase("dtype")]
    public async Task Every_meaning_of_colours_has_a_legend(string colour)
    {
        await Open($"colour={colour}");
        await Assertions.Expect(page.Page.Locator(".pane-graph .graph-legend")).ToHaveTextAsync(new Regex("\\d"));
    }

    [TestCase("module")]
    [TestCase("kernel")]
    [TestCase("none")]
    public async Task Every_stage_can_be_shown_in_every_grouping(string group)
    {
        await Open($"group={group}&leaves=show");
        int stages = await page.Page.Locator(".graph-toolbar select").First.Locator("option").CountAsync();
        for (int i = 0; i < stages; i++)
        {
            await page.Page.Locator(".graph-toolbar select").First.SelectOptionAsync([$"{i}"]);
            await Assertions.Expect(Status).ToContainTextAsync("values");
        }
    }

    [Test]
    public async Task Five_thousand_values_open_and_pan()
    {
        await Open("collapsed=[]&group=none", SyntheticReport.Full(layers: 720));
        await Assertions.Expect(Status).ToHaveTextAsync(new Regex("^[5-9]\\d{3} values"));
        string before = await Picture();
        await page.Page.Locator(".pane-graph canvas").FocusAsync();
        await page.PressAsync(Enumerable.Repeat("ArrowDown", 10));
        Assert.That(await Picture(), Is.Not.EqualTo(before));
        Assert.That(await page.Page.Locator(".graph-values .list-row").CountAsync(), Is.LessThan(100), "only rows in sight exist");
    }

    private async Task Open(string view, string? report = null)
    {
        page = await BrowserPage.OpenAsync([report ?? SyntheticReport.Full()], "pane=graph&" + view);
        await Assertions.Expect(Status).ToContainTextAsync("values");
    }

    // Two frames: the first draws what the last change asked for.
    private async Task<string> Picture() => await page.RunAsync<string>("""
        for (let i = 0; i < 2; i++) await new Promise(resume => requestAnimationFrame(resume));
        return document.querySelector('.pane-graph canvas').toDataURL();
        """);

    private static int Values(string status) => int.Parse(status.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
}
