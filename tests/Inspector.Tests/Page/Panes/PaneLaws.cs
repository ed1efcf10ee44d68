using Microsoft.Playwright;

namespace NeuralJit.Inspection.Tests;

/// <summary>What holds for each pane of numbers and every report: it opens, complains about nothing, and fits the window.</summary>
public class PaneLaws
{
    private static readonly string[] Panes = ["overview", "kernels", "memory", "fusion", "timeline", "compare"];

    private static IEnumerable<TestCaseData> Reports()
    {
        yield return new TestCaseData("full", SyntheticReport.Full()).SetArgDisplayNames("full");
        yield return new TestCaseData("without profile", SyntheticReport.WithoutProfile()).SetArgDisplayNames("without profile");
        yield return new TestCaseData("empty", SyntheticReport.Empty()).SetArgDisplayNames("empty");
        yield return new TestCaseData("fallback", SyntheticReport.Fallback()).SetArgDisplayNames("fallback");
        yield return new TestCaseData("huge", SyntheticReport.Full(layers: 560)).SetArgDisplayNames("huge");
        yield return new TestCaseData("least", """{"format":"neuraljit-report","version":1}""").SetArgDisplayNames("least");
    }

    [TestCaseSource(nameof(Reports))]
    public async Task Every_pane_shows_every_report(string name, string report)
    {
        await using BrowserPage page = await BrowserPage.OpenAsync([report]);
        foreach (string pane in Panes)
        {
            ILocator panel = await ShowAsync(page, pane);
            Assert.That(await panel.InnerTextAsync(), Is.Not.Empty, $"{pane} of {name}");
            Assert.That(
                await panel.Locator(".banner:visible").CountAsync(), Is.Zero, $"{pane} of {name} says that it cannot show the report");
            Assert.That(await panel.InnerTextAsync(), Does.Not.Contain("NaN").And.Not.Contains("undefined").And.Not.Contains("[object")
                .And.Not.Contains("Infinity"), $"{pane} of {name}");
        }

        page.AssertQuiet();
    }

    [TestCaseSource(nameof(Reports))]
    public async Task Nothing_is_cut_off_on_a_narrow_screen(string name, string report)
    {
        await using BrowserPage page = await BrowserPage.OpenAsync([report, report], width: 360, dark: true);
        foreach (string pane in Panes)
        {
            await ShowAsync(page, pane);
            // What is wide scrolls in an area of its own.
            double over = await page.RunAsync<double>(
                $"const pane = document.getElementById('pane-{pane}'); return pane.scrollWidth - pane.clientWidth;");
            Assert.That(over, Is.LessThanOrEqualTo(0), $"{pane} of {name} is wider than the window");
        }

        page.AssertQuiet();
    }

    [Test]
    public async Task Everything_that_can_be_clicked_has_a_name_and_can_be_reached_by_keys()
    {
        await using BrowserPage page = await BrowserPage.OpenAsync([SyntheticReport.Full(), SyntheticReport.Full(layers: 4)]);
        foreach (string pane in Panes)
        {
            await ShowAsync(page, pane);
            string[] nameless = await page.RunAsync<string[]>($$"""
                const all = [...document.querySelectorAll('#pane-{{pane}} :is(a, button, input, select, [role=button])')];
                const named = e => e.textContent.trim() || e.getAttribute('aria-label') || e.labels?.length;
                const reachable = e => !e.dataset.mark || e.closest('svg').querySelector('[data-mark][tabindex="0"]');
                return all.filter(e => !named(e) || !reachable(e)).map(e => e.outerHTML);
                """);
            Assert.That(nameless, Is.Empty, pane);
        }
    }

    private static async Task<ILocator> ShowAsync(BrowserPage page, string pane)
    {
        await page.Page.Locator($"#tab-{pane}").ClickAsync();
        return page.Page.Locator($"#pane-{pane}");
    }
}
