using System.Globalization;
using NeuralJit.Compilation;

namespace NeuralJit.Bench;

/// <summary>Compile time against the size of the graph: what grows faster than the graph stands out.</summary>
internal static class CompileGrowth
{
    private static readonly (string Name, Func<Node, int, Node[]> Make)[] Kinds =
    [
        ("tanh and its gradient", (x, n) => WithGradient(x, Repeat(x, n, y => y.Tanh()))),
        ("parameters summed", (x, n) => [Repeat(x, n, y => y + Parameter([8]))]),
        ("rounds of views", (x, n) => [Repeat(x.Reshape(2, 4), n, y => y.T.Reshape(2, 4).Tanh())]),
        ("views of views", (x, n) => [Repeat(x.Reshape(2, 4), n, y => y.T.Flip(0)).Tanh()]),
        ("layers with updates", Layers),
        ("reductions", (x, n) => WithGradient(x, Repeat(x.Reshape(2, 4), n, y => y - y.Mean(1, keepDims: true)))),
    ];

    /// <summary>Compiles every kind with <paramref name="links"/> links, then with twice and four times as many.</summary>
    public static void Print(int links, CompileOptions options, TextWriter output)
    {
        output.WriteLine("kind                        links    nodes         ms   growth of time by phase, each against the row above");
        foreach ((string name, Func<Node, int, Node[]> make) in Kinds)
        {
            Compile(make, links, options);
            Dictionary<string, double> before = [];
            for (int n = links; n <= 4 * links; n *= 2)
            {
                CompilationReport report = Compile(make, n, options);
                Dictionary<string, double> times = TimesOf(report);
                string growth = string.Join(' ', times.Where(t => before.ContainsKey(t.Key)).Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Key} {t.Value / before[t.Key]:F1}")));
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-24} {n,8} {report.Original.Nodes.Length,8} {report.CompileTime.TotalMilliseconds,10:F0}   {growth}"));
                before = times;
            }
        }
    }

    private static CompilationReport Compile(Func<Node, int, Node[]> make, int links, CompileOptions options)
    {
        using GraphTrace trace = GraphTrace.Symbolic();
        Node x = Node.Input("x", [8]);
        Node[] outputs = make(x, links);
        return Compiler.Compile(Graph.Create([x], outputs, [.. trace.Updates]), options).Report;
    }

    private static Dictionary<string, double> TimesOf(CompilationReport report) =>
        report.Phases.Append(new PhaseReport("passes", TimeSpan.FromTicks(report.Passes.Sum(p => p.Time.Ticks)))).ToDictionary(p => p.Name, p => p.Time.TotalMilliseconds);

    private static Node Repeat(Node x, int n, Func<Node, Node> link) => Enumerable.Range(0, n).Aggregate(x, (y, _) => link(y));

    private static Node[] WithGradient(Node x, Node y) => [y, Gradients.Of(y.Sum(), x)[0]];

    private static Node Parameter(Shape shape) => new Parameter(TensorData.Zeros(new TensorType(DType.Float32, shape))).Read();

    private static Node[] Layers(Node x, int n)
    {
        Node[] weights = [.. Enumerable.Range(0, n).Select(_ => Parameter([4, 4]))];
        Node y = weights.Aggregate(x.Reshape(2, 4), (y, w) => y.MatMul(w).Relu());
        foreach ((Node weight, Node gradient) in weights.Zip(Gradients.Of(y.Sum(), weights)))
        {
            GraphTrace.Current!.Update(((VariableRead)weight.Op).Variable, weight - (gradient * 0.1));
        }
        return [y];
    }
}
