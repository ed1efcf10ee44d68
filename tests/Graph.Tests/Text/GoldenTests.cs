namespace NeuralJit.Tests;

/// <summary>Texts and drawings of a few graphs, as they were looked at and found right.</summary>
internal sealed class GoldenTests
{
    private static readonly IEnumerable<string> Names = GoldenGraphs.All.Keys;

    [TestCaseSource(nameof(Names))]
    public void Text_is_what_it_was(string name) =>
        Assert.That(GoldenGraphs.TextOf(GoldenGraphs.All[name]()), Is.EqualTo(Golden(name + ".txt")));

    [TestCaseSource(nameof(Names))]
    public void Text_is_read_again(string name) => Assert.That(GraphText.Print(Read(name)), Is.EqualTo(Golden(name + ".txt")));

    [TestCaseSource(nameof(Names))]
    public void The_tree_is_what_it_was(string name) => Assert.That(GraphTree.Print(Read(name)), Is.EqualTo(Golden(name + ".tree.txt")));

    [TestCaseSource(nameof(Names))]
    public void The_dot_drawing_is_what_it_was(string name) => Assert.That(GraphDot.Print(Read(name)), Is.EqualTo(Golden(name + ".dot")));

    [TestCaseSource(nameof(Names))]
    public void The_mermaid_drawing_is_what_it_was(string name) =>
        Assert.That(GraphMermaid.Print(Read(name)), Is.EqualTo(Golden(name + ".mmd")));

    private static Graph Read(string name)
    {
        Dictionary<string, TensorData> constants = GoldenGraphs.All[name]().Nodes.ToArray().Select(n => n.Op).OfType<ConstantOp>()
            .ToDictionary(c => ConstantText.HashOf(c.Data), c => c.Data);
        return GraphText.Parse(Golden(name + ".txt"), new GraphParseOptions { Constants = constants.GetValueOrDefault });
    }

    private static string Golden(string file)
    {
        using var reader = new StreamReader(typeof(GoldenTests).Assembly.GetManifestResourceStream("text/" + file)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
