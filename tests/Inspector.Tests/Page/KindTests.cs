namespace NeuralJit.Inspection.Tests;

public class KindTests : ModuleFixture
{
    [TestCase("contraction", "product or convolution")]
    [TestCase("loop", "element by element")]
    [TestCase("column", "reduction of columns")]
    [TestCase("library", "library kernel")]
    [TestCase("assign", "copy")]
    public async Task A_kind_has_one_word_and_one_colour_in_graph_and_charts(string kind, string word)
    {
        string[] seen = await Page.RunAsync<string[]>("""
            const [{ colouring }, { kindLegend }] = [await load('#graph/colours'), await load('#panes/charts')];
            const inGraph = colouring({ kernelOf: () => ({ kind: argument }) }, 'kind').categoryOf({ record: { kind: 'op', id: 1 } });
            const legend = kindLegend([argument]);
            return [inGraph.label, `var(${inGraph.variable})`, legend.textContent, legend.querySelector('.swatch').style.getPropertyValue('--kind')];
            """, kind);
        Assert.That(seen[0], Is.EqualTo(word));
        Assert.That(seen[2], Is.EqualTo(word));
        Assert.That(seen[3], Is.EqualTo(seen[1]));
    }

    [Test]
    public async Task No_two_kinds_of_kernel_share_a_colour()
    {
        string[] colours = await Page.RunAsync<string[]>(
            "const { kindVariable } = await load('#kinds'); return argument.map(kindVariable);",
            new[] { "contraction", "loop", "column", "library", "assign" });
        Assert.That(colours, Is.Unique);
    }
}
