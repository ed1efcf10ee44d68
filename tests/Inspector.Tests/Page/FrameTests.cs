using Microsoft.Playwright;

namespace NeuralJit.Inspection.Tests;

/// <summary>What holds for the page as a whole, in all panes.</summary>
public class FrameTests
{
    private static readonly string[] Panes = ["overview", "graph", "passes", "kernels", "memory", "fusion", "timeline", "compare"];

    [Test]
    public async Task All_panes_open_by_keys_and_load_nothing()
    {
        await using BrowserPage page = await BrowserPage.OpenAsync([SyntheticReport.Full()]);
        for (int i = 0; i < Panes.Length; i++)
        {
            await page.PressAsync($"{i + 1}");
            await Assertions.Expect(page.Page.Locator($"#pane-{Panes[i]}")).ToBeVisibleAsync();
            Assert.That(await page.Page.Locator(".banner:visible").CountAsync(), Is.Zero, Panes[i]);
        }

        page.AssertQuiet();
    }

    [Test]
    public async Task Arrow_keys_go_through_the_tabs_and_round()
    {
        await using BrowserPage page = await BrowserPage.OpenAsync([SyntheticReport.Full()]);
        await page.Page.FocusAsync("#tab-overview");
        await page.PressAsync("ArrowRight");
        Assert.That(await Chosen(page), Is.EqualTo("Graph"));
        await page.PressAsync("ArrowLeft", "ArrowLeft");
        Assert.That(await Chosen(page), Is.EqualTo("Compare"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Light_and_dark_follow_the_system_until_the_user_decides(bool dark)
    {
        await using BrowserPage page = await BrowserPage.OpenAsync([SyntheticReport.Full()], dark: dark);
        Assert.That(await Brightness(page), dark ? Is.LessThan(60) : Is.GreaterThan(200));
        await page.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Switch to") }).ClickAsync();
        Assert.That(await Brightness(page), dark ? Is.GreaterThan(200) : Is.LessThan(60));
        await page.Page.ReloadAsync();
        Assert.That(await Brightness(page), dark ? Is.GreaterThan(200) : Is.LessThan(60), "the choice is kept");
    }

    [TestCaseSource(nameof(Panes))]
    public async Task A_narrow_screen_does_not_scroll_sideways(string pane)
    {
        await using BrowserPage page = await BrowserPage.OpenAsync([SyntheticReport.Full()], $"pane={pane}", width: 360);
        int[] widths = await page.RunAsync<int[]>(
            $"const e = document.querySelector('#pane-{pane}'); return [document.documentElement.scrollWidth, e.scrollWidth];");
        Assert.That(widths, Has.All.LessThanOrEqualTo(360));
        page.AssertQuiet();
    }

    [Test]
    public async Task Graph_and_passes_show_whatever_a_report_lacks(
        [Values("Empty", "Fallback", "WithoutProfile")] string kind, [Values("graph", "passes")] string pane)
    {
        string report = kind switch
        {
            "Empty" =>
            SyntheticReport.Empty(),
            "Fallback" => SyntheticReport.Fallback(),
            _ => SyntheticReport.WithoutProfile()
        };
        await using BrowserPage page = await BrowserPage.OpenAsync([report], $"pane={pane}&colour=time&group=kernel");
        await Assertions.Expect(page.Page.Locator($"#pane-{pane}")).ToBeVisibleAsync();
        Assert.That(await page.Page.Locator(".banner:visible").CountAsync(), Is.Zero);
        page.AssertQuiet();
    }

    // Text on the surfaces that it stands on; 4.5 is WCAG's AA.
    [Test]
    public async Task Contrasts_are_sufficient([Values] bool dark)
    {
        await using BrowserPage page = await BrowserPage.OpenAsync([SyntheticReport.Empty()], dark: dark);
        string[] low = await page.RunAsync<string[]>("""
            const { themeColours } = await load('#theme');
            const light = name => {
              const [r, g, b] = themeColours([name])[0].match(/[\d.]+/g).map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
              return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const contrast = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
            const texts = ['--text', '--muted', '--accent', ...Array.from({ length: 8 }, (_, i) => `--category-${i + 1}`)];
            const pairs = [...texts.flatMap(text => ['--background', '--surface', '--raised', '--sunken'].map(under => [text, under])),
              ['--text', '--selected'], ['--text', '--hover'], ['--accent-text', '--accent'], ['--good', '--good-soft'], ['--bad', '--bad-soft'], ['--warn', '--warn-soft']];
            return pairs.filter(([a, b]) => contrast(a, b) < 4.5).map(([a, b]) => `${a} on ${b}: ${contrast(a, b).toFixed(2)}`);
            """);
        Assert.That(low, Is.Empty);
    }

    [Test]
    public async Task Another_report_can_be_chosen()
    {
        await using BrowserPage page = await BrowserPage.OpenAsync([SyntheticReport.Full(), SyntheticReport.Full(layers: 5)]);
        await page.Page.GetByLabel("Report").First.SelectOptionAsync(["1"]);
        Assert.That(await page.Page.TitleAsync(), Does.StartWith("5 layers"));
        Assert.That(await page.AddressAsync(), Does.Contain("report=1"));
        page.AssertQuiet();
    }

    [Test]
    public async Task Narrow_tabs_fade_where_more_of_them_are()
    {
        await using BrowserPage page = await BrowserPage.OpenAsync([SyntheticReport.Full()], width: 380);
        ILocator tabs = page.Page.Locator(".tabs");
        await Assertions.Expect(tabs).ToHaveClassAsync("tabs more-after");
        await tabs.EvaluateAsync("nav => nav.scrollLeft = 120");
        await Assertions.Expect(tabs).ToHaveClassAsync(new System.Text.RegularExpressions.Regex("more-before"));
        await tabs.EvaluateAsync("nav => nav.scrollLeft = nav.scrollWidth");
        await Assertions.Expect(tabs).ToHaveClassAsync("tabs more-before");
    }

    [TestCase("report=7&pane=nowhere")]
    [TestCase("pane=graph&node=99999&stage=1")]
    [TestCase("pane=graph&stage=99")]
    [TestCase("pane=passes&stage=99")]
    [TestCase("pane=kernels&kernel=99999")]
    public async Task An_address_of_another_report_shows_what_it_can(string view)
    {
        await using BrowserPage page = await BrowserPage.OpenAsync([SyntheticReport.Full()], view);
        Assert.That(await page.Page.Locator("[role=tabpanel]").First.IsVisibleAsync());
        page.AssertQuiet();
    }

    private static Task<string> Chosen(BrowserPage page) => page.Page.InnerTextAsync(".tabs [aria-selected=true]");

    private static Task<double> Brightness(BrowserPage page) =>
        page.RunAsync<double>(
            "return getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3)"
            + ".reduce((sum, v) => sum + Number(v), 0) / 3;");
}
