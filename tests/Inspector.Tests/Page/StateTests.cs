using System.Text.Json;

namespace NeuralJit.Inspection.Tests;

public class StateTests : ModuleFixture
{
    [TestCase("", "#")]
    [TestCase("#pane=graph&node=12", "#pane=graph&node=12")]
    [TestCase("#node=0&stage=3&group=kernel", "#node=0&stage=3&group=kernel")]
    [TestCase("#pane=overview&colour=kind", "#")] // as at the start
    [TestCase("#nonsense=1&node=abc&collapsed=%7B", "#")] // cannot be read
    [TestCase("#collapsed=%5B%22%2Fa%22%5D", "#collapsed=%5B%22%2Fa%22%5D")]
    [TestCase("#query=a+b%26c", "#query=a+b%26c")]
    public async Task An_address_is_read_and_written(string address, string expected)
    {
        string written = await Page.RunAsync<string>(
            "const { parse, serialize } = await load('#state'); return serialize(parse(argument));", address);
        Assert.That(written, Is.EqualTo(expected));
    }

    [Test]
    public async Task Listeners_hear_of_changes_only()
    {
        JsonElement heard = await Page.RunAsync<JsonElement>("""
            const { createState } = await load('#state');
            const state = createState({ hash: '' }, { pushState: () => heard.push('step'), replaceState: () => heard.push('replaced') });
            const heard = [];
            const stop = state.subscribe((now, before) => heard.push(`${before.node} to ${now.node}`));
            state.set({ node: 3 });
            state.set({ node: 3 });
            state.set({ query: 'x' });
            stop();
            state.set({ node: 4 });
            try { state.set({ nod: 1 }); } catch (error) { heard.push(error.message.split(';')[0]); }
            return heard;
            """);
        Assert.That(heard.EnumerateArray().Select(e => e.GetString()),
            Is.EqualTo(["step", "null to 3", "3 to 3", "replaced", "step", "state has no part \"nod\""]));
    }

    [Test]
    public async Task Back_shows_what_was_shown_before()
    {
        await using BrowserPage page = await BrowserPage.OpenAsync([SyntheticReport.Full()]);
        await page.Page.ClickAsync("#tab-graph");
        await page.Page.ClickAsync("#tab-kernels");
        await page.Page.GoBackAsync();
        Assert.That(await page.Page.GetAttributeAsync("#tab-graph", "aria-selected"), Is.EqualTo("true"));
        await page.Page.GoBackAsync();
        Assert.That(await page.Page.GetAttributeAsync("#tab-overview", "aria-selected"), Is.EqualTo("true"));
        page.AssertQuiet();
    }
}
