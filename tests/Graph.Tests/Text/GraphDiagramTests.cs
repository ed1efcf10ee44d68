using System.Text.RegularExpressions;

namespace NeuralJit.Tests;

/// <summary>Drawings are what Graphviz and Mermaid accept: GoldenTests has whole ones.</summary>
internal sealed partial class GraphDiagramTests
{
    private static readonly string[] Names = ["x", "end", "\"", "\\", "a\\\"", "a\nb", "<b>&amp;</b>", "#35;", "%% no comment", "`code`",
        "[x](y)", "{x}", "|", "∇ü\ud83d\ude00", "- list", "subgraph", ""];

    private static IEnumerable<OpCase> Rows => OpTable.All;

    [TestCaseSource(nameof(Rows))]
    public void Drawings_of_every_row_of_the_op_table_follow_the_grammar(OpCase row) => AssertGrammar(row.ToGraph(), null);

    [TestCaseSource(nameof(Names))]
    public void Names_cannot_break_out_of_their_quotes(string name)
    {
        using GraphTrace trace = GraphTrace.Symbolic();
        using ModuleScope module = trace.Enter(name);
        Node x = Node.Input(name, [2]);
        State state = new(TensorData.From([2], 1, 2), name);
        Graph graph = Graph.Create([x], [(x + state.Read()).Named(name)], [new Update(state, x * 2)]);
        AssertGrammar(graph, null);
        AssertGrammar(graph, _ => name);
    }

    [Test]
    public void The_callers_clusters_replace_modules()
    {
        using GraphTrace trace = GraphTrace.Symbolic();
        using ModuleScope module = trace.Enter("net");
        Node x = Node.Input("x", [2]);
        Graph graph = Graph.Create([x], [x.Exp().Sin().Cos()]);
        var options = new GraphDiagramOptions
        {
            Origins = false,
            Clusters = node => node.Op is Exp or Cos
            ? "k0 exp"
            : node.Op is Sin ? "k1" : null,
            Numbers = node => node.Op is InputOp ? 30 : node.Op.Name.Length + node.Op.Name[0]
        };
        Assert.That(GraphDot.Print(graph, options), Does.Contain(
            """
              n30 [label="%30 input\lf32[2]\l\"x\"\l", fillcolor="#cfe8ff"];
              subgraph cluster0 {
                label="k0 exp";
                n104 [label="%104 exp\lf32[2]\l"];
                n102 [label="%102 cos\lf32[2]\l"];
              }
              subgraph cluster1 {
                label="k1";
                n118 [label="%118 sin\lf32[2]\l"];
              }
              n30 -> n104 [label="f32[2]"];
            """.ReplaceLineEndings("\n")));
        Assert.That(GraphMermaid.Print(graph, options), Does.Contain(
            """
              n30["#37;30 input<br/>f32[2]<br/>#34;x#34;"]:::input
              subgraph s0["k0 exp"]
                n104["#37;104 exp<br/>f32[2]"]
                n102["#37;102 cos<br/>f32[2]"]
              end
              subgraph s1["k1"]
                n118["#37;118 sin<br/>f32[2]"]
              end
              n30 -->|"f32[2]"| n104
            """.ReplaceLineEndings("\n")));
    }

    [Test]
    public void Modules_of_any_depth_are_drawn()
    {
        string path = string.Join('.', Enumerable.Repeat("m", 100_000));
        AssertGrammar(GraphText.Parse($"%0 = input f32[2] \"x\"\n%1 = exp f32[2] %0  # {path}\nreturn %1"), null);
    }

    [Test]
    public void The_grammar_refuses_what_is_wrong()
    {
        Assert.That(() => AssertDot("digraph {\n  n0 [label=\"a\"b\"];\n}\n"), Throws.TypeOf<AssertionException>());
        Assert.That(() => AssertDot("digraph {\n  n0 -> n1 [label=\"a\"];\n}\n"), Throws.TypeOf<AssertionException>());
        Assert.That(() => AssertDot("digraph {\n  subgraph cluster0 {\n}\n"), Throws.TypeOf<AssertionException>());
        Assert.That(() => AssertMermaid("flowchart TB\n  n0[\"a\"b\"]\n"), Throws.TypeOf<AssertionException>());
        Assert.That(() => AssertMermaid("flowchart TB\n  n0 -->|\"a\"| n1\n"), Throws.TypeOf<AssertionException>());
        Assert.That(() => AssertMermaid("flowchart TB\n  subgraph s0[\"a\"]\n"), Throws.TypeOf<AssertionException>());
    }

    private static void AssertGrammar(Graph graph, Func<Node, string?>? clusters)
    {
        var options = new GraphDiagramOptions { Clusters = clusters };
        AssertDot(GraphDot.Print(graph, options));
        AssertMermaid(GraphMermaid.Print(graph, options));
    }

    private static void AssertDot(string text) => AssertLines(text, DotLine(), "digraph {", opened: 1);

    private static void AssertMermaid(string text) => AssertLines(text, MermaidLine(), "flowchart TB", opened: 0);

    // Every line is one statement, frames are closed, and edges join nodes that there are.
    private static void AssertLines(string text, Regex statement, string first, int opened)
    {
        string[] lines = text.Split('\n');
        Assert.That(lines[0], Is.EqualTo(first));
        Assert.That(lines[^1], Is.Empty);
        var nodes = new HashSet<string>();
        foreach (string line in lines[1..^1])
        {
            Match match = statement.Match(line);
            Assert.That(match.Success, line);
            opened += match.Groups["open"].Length > 0 ? 1 : match.Groups["close"].Length > 0 ? -1 : 0;
            Assert.That(match.Groups["node"].Length == 0 || nodes.Add(match.Groups["node"].Value), line);
            Assert.That(match.Groups["end"].Captures.All(end => nodes.Contains(end.Value)), line);
        }
        Assert.That(opened, Is.Zero, text);
    }

    // https://graphviz.org/doc/info/lang.html, one statement on each line; in quotes \ takes the next character along.
    private const string DotQuoted = """("([^"\\\n]|\\.)*")""";
    private const string DotList = $"""(\[\w+=({DotQuoted}|\w+)(, \w+=({DotQuoted}|\w+))*\])""";
    private const string DotId = """(n|result|update)\d+""";

    [GeneratedRegex(
        $"""^ *((?<open>subgraph cluster\d+ \u007B)|(?<close>\u007D)|rankdir=TB;|label={DotQuoted};|((graph|node|edge|(?<node>{DotId})) {DotList};)|((?<end>{DotId}) -> (?<end>{DotId}) {DotList};))$""")]
    private static partial Regex DotLine();

    // https://mermaid.js.org/syntax/flowchart.html; quotes end at the next quotation mark, whatever is before it.
    private const string MermaidQuoted = """("([^"#&<>%`\n]|#\d+;|<br/>)*")""";

    [GeneratedRegex(
        $"""^ *((?<open>subgraph s\d+\[{MermaidQuoted}\])|(?<close>end)|(?<node>{DotId})(\[{MermaidQuoted}\]|\(\[{MermaidQuoted}\]\))(:::\w+)?|(?<end>{DotId}) -->\|{MermaidQuoted}\| (?<end>{DotId})|classDef \w+ [^ ]+( \d+)?)$""")]
    private static partial Regex MermaidLine();
}
