using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace NeuralJit.Inspection.Tests;

public class PassesPaneTests
{
    // The pass merges %1 and %2 into %4, which %3 then reads; twenty values before are untouched.
    private static readonly string Report = $$"""
        {
          "format": "neuraljit-report", "version": 1, "title": "two stages",
          "nodes": [
            {{string.Concat(Enumerable.Range(10, 20).Select(id => Node(id, "abs", id == 10 ? [] : [id - 1]) + ","))}}
            {{Node(1, "exp", [29])}}, {{Node(2, "log", [1])}}, {{Node(3, "add", [2, 10])}}, {{Node(4, "exp_log", [29])}}, {{Node(3, "add", [4, 10])}}
          ],
          "stages": [
            { "name": "written", "title": "graph as written", "nodes": [{{Indices(0, 23)}}], "ms": 0.5 },
            { "name": "algebra", "title": "algebra", "nodes": [{{Indices(0, 20)}}, 23, 24], "ms": 1.5, "changed": true,
              "rewrites": [{ "rule": "log(exp(x)) → x", "before": "log(%1)", "after": "exp_log(%29)", "at": 2, "becomes": 4, "microseconds": 2.5 }] },
            { "name": "nothing", "title": "nothing to do", "nodes": [{{Indices(0, 20)}}, 23, 24], "changed": false }
          ]
        }
        """;

    private BrowserPage page = null!;

    private ILocator Head => page.Page.Locator(".passes-head");

    [SetUp]
    public async Task Open() => page = await BrowserPage.OpenAsync([Report], "pane=passes&stage=1");

    [TearDown]
    public async Task Close()
    {
        if (page is null)
            return;
        page.AssertQuiet();
        await page.DisposeAsync();
    }

    [Test]
    public async Task It_opens_at_the_first_stage_that_changed_something()
    {
        await using BrowserPage opened = await BrowserPage.OpenAsync([Report], "pane=passes");
        await Assertions.Expect(opened.Page.Locator(".passes-head")).ToContainTextAsync("2/3 algebra");
        await opened.Page.GetByRole(AriaRole.Slider).FocusAsync();
        await opened.PressAsync("End");
        await Assertions.Expect(opened.Page.Locator(".passes-head")).ToContainTextAsync("3/3");
    }

    [Test]
    public async Task The_headline_counts_what_the_pass_did() =>
        await Assertions.Expect(Head)
            .ToHaveTextAsync(new Regex(@"^2/3 algebra\s*23 → 22 values\s*1 new\s*1 changed\s*2 gone\s*1\.50\sms$"));

    [Test]
    public async Task The_text_marks_new_changed_and_gone_and_folds_the_rest()
    {
        string[] kinds = await page.RunAsync<string[]>(
            "return [...document.querySelectorAll('.passes-text .list-row')].map(row => row.className.match(/diff-line-(\\w+)/)[1]);");
        Assert.That(kinds, Is.EqualTo(["fold", "same", "same", "same", "gone", "gone", "new", "changed", "changed"]));
        await Assertions.Expect(page.Page.Locator(".diff-fold")).ToHaveTextAsync("⋯ 17 unchanged lines");
        await page.Page.ClickAsync(".diff-fold");
        Assert.That(await page.Page.Locator(".passes-text .list-row").CountAsync(), Is.EqualTo(25));
        Assert.That(await page.Page.Locator(".diff-line mark").AllInnerTextsAsync(), Is.EqualTo(["%2,", "%4,"]));
    }

    [Test]
    public async Task A_firing_leads_to_the_value_that_it_made()
    {
        await page.Page.ClickAsync("summary");
        await Assertions.Expect(page.Page.Locator(".firing")).ToContainTextAsync("log(%1) → exp_log(%29)");
        await page.Page.ClickAsync(".firing");
        Assert.That(await page.AddressAsync(), Does.Contain("node=4"));
        await Assertions.Expect(page.Page.Locator(".passes-text [aria-selected=true]")).ToContainTextAsync("%4 = exp_log");
    }

    [Test]
    public async Task The_slider_goes_through_all_stages_with_keys()
    {
        await page.Page.GetByRole(AriaRole.Slider).FocusAsync();
        await page.PressAsync("ArrowRight");
        await Assertions.Expect(Head).ToContainTextAsync("changed nothing");
        await page.PressAsync("Home");
        await Assertions.Expect(Head).ToContainTextAsync("1/3 graph as written");
        await page.PressAsync("End");
        await Assertions.Expect(Head).ToContainTextAsync("3/3");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Stage before" }).ClickAsync();
        await Assertions.Expect(Head).ToContainTextAsync("2/3");
    }

    [Test]
    public async Task The_graph_is_coloured_by_what_the_pass_did()
    {
        await page.Page.GetByRole(AriaRole.Tab, new() { Name = "Graph" }).Last.ClickAsync();
        await Assertions.Expect(page.Page.Locator(".pane-passes .graph-legend")).ToHaveTextAsync(new Regex("unchanged 20.*gone 2"));
        await page.Page.Locator(".pane-passes canvas").FocusAsync();
        await page.PressAsync("]");
        Assert.That(await page.AddressAsync(), Does.Match("node=[34]"));
    }

    private static string Node(int id, string op, int[] inputs) =>
        $$"""{ "id": {{id}}, "op": "{{op}}", "kind": "op", "type": "f32[2]", "inputs": [{{string.Join(',', inputs)}}], "text": "%{{id}} = {{op}} f32[2] {{string.Join(", ", inputs.Select(i => "%" + i))}}" }""";

    private static string Indices(int first, int count) => string.Join(',', Enumerable.Range(first, count));
}
