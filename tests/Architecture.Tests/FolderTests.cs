namespace NeuralJit.Architecture.Tests;

/// <summary>The folders of a project stand in an order, and one uses only what stands before it.</summary>
public sealed class FolderTests
{
    private const string Heading = "| project | folders, from first to last |";

    private static readonly Dictionary<string, string[]> Orders = Repository.Read("docs/architecture.md")
        .ReplaceLineEndings("\n").Split('\n')
        .SkipWhile(l => l != Heading).Skip(2).TakeWhile(l => l.StartsWith('|'))
            .Select(l => l.Trim('|').Split('|', StringSplitOptions.TrimEntries))
        .ToDictionary(cells => cells[0], cells => cells[1].Split(", "));

    // A node knows the op that made it and an op the nodes that it makes, so the heart of the graph is one knot; it is to become smaller,
    // not larger.
    private static readonly string[] Knot =
    [
        "Graph: Core uses Eager", "Graph: Core uses Ops", "Graph: Core uses Ops/Families", "Graph: Core uses Text", "Graph: Eager uses Ops",
            "Graph: Eager uses Ops/Families",
        "Graph: Ops uses Text", "Graph: Ops/Families uses Ops", "Graph: Printing uses Core", "Graph: Types uses Core",
    ];

    private static IEnumerable<string> Projects => Repository.Sources.Select(p => p.Name).Where(n => n != "Package");

    [TestCaseSource(nameof(Projects))]
    public void A_folder_uses_only_what_stands_before_it(string project)
    {
        string[] order = Orders[project];
        var wrong = FolderGraph.Of(project).Uses.Select(u => (From: Named(u.Key.From, order), To: Named(u.Key.To, order), Files: u.Value))
            .Where(u => Array.IndexOf(order, u.To) is var to && (to < 0 || to > Array.IndexOf(order, u.From)))
            .Select(u => (Edge: $"{project}: {u.From} uses {u.To}", Files: string.Join("; ", u.Files))).ToArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(wrong.Where(w => !Knot.Contains(w.Edge)), Is.Empty);
            Assert.That(Knot.Where(k => k.StartsWith(project + ":", StringComparison.Ordinal)).Except(wrong.Select(w => w.Edge)), Is.Empty,
                "no exception any more");
        }
    }

    [Test]
    public void The_law_sees_calls_types_members_and_extensions()
    {
        var files = new Dictionary<string, string>
        {
            ["a/A.cs"] =
                "static class A { public static int Of(this string s) => s.Length; public const int One = 1; } interface IA { } partial "
                + "class Both { }",
            ["b/B.cs"] = "class B : IA { int x = \"\".Of(); }",
            ["c/C.cs"] = "class C { int y = A.One; } partial class Both { public int Own => 1; }",
            ["d/D.cs"] = "class D { int z = new Both().Own; D d = null; string text = \"A\"; }",
        };
        var uses = FolderGraph.Of(files, f => Path.GetDirectoryName(f)!).Uses;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(uses.Keys, Is.EquivalentTo(new[] { ("b", "a"), ("c", "a"), ("d", "a"), ("d", "c") }));
            Assert.That(uses[("b", "a")], Is.EqualTo(new[] { "B.cs → A.cs" }));
        }
    }

    /// <summary>The name of a folder in its project's order; folders that only sort the files of another one count as that.</summary>
    private static string Named(string folder, string[] order)
    {
        string known = folder;
        while (known.Length > 0 && !order.Contains(known))
        {
            known = Path.GetDirectoryName(known)!.Replace('\\', '/');
        }
        return known.Length > 0 ? known : folder.Length == 0 ? "(itself)" : folder;
    }
}
