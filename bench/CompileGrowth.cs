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
        ("layers with updates", (x, n) => Layers(x, n, (y, w) => y.MatMul(w).Relu())),
        ("residual blocks", (x, n) => Layers(x, n, (y, w) => y + (y.MatMul(w).LayerNorm([4]).Relu() * 0.1))),
        ("wide", (x, n) => [Sum([.. Enumerable.Range(0, n).Select(i => (x * Parameter([8])).Tanh())])]),
        ("wide with gradient", Wide),
        ("products of one input", OneInput),
        ("reductions", (x, n) => WithGradient(x, Repeat(x.Reshape(2, 4), n, y => y - y.Mean(1, keepDims: true)))),
    ];

    /// <summary>Compiles every kind with <paramref name="links"/> links, then with twice and four times as many.</summary>
    public static void Print(int links, CompileOptions options, TextWriter output)
    {
        output.WriteLine("kind                        links    nodes         ms   milliseconds by phase (growth against the row above)");
        foreach ((string name, Func<Node, int, Node[]> make) in Kinds)
        {
            Compile(make, links, options);
            Dictionary<string, double> before = [];
            for (int n = links; n <= 4 * links; n *= 2)
            {
                CompilationReport report = Compile(make, n, options);
                Dictionary<string, double> times = TimesOf(report);
                string phases = string.Join("  ", times.Select(t => Phase(t.Key, t.Value, before)));
                output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{name,-24} {n,8} {report.Original.Nodes.Length,8} {report.CompileTime.TotalMilliseconds,10:F0}   {phases}"));
                before = times;
            }
        }
    }

    private static string Phase(string name, double time, Dictionary<string, double> before) =>
        before.TryGetValue(name, out double smaller)
            ? string.Create(CultureInfo.InvariantCulture, $"{name} {time:F0} (×{time / smaller:F1})")
            : string.Create(CultureInfo.InvariantCulture, $"{name} {time:F0}");

    private static CompilationReport Compile(Func<Node, int, Node[]> make, int links, CompileOptions options)
    {
        using GraphTrace trace = GraphTrace.Symbolic();
        Node x = Node.Input("x", [8]);
        Node[] outputs = make(x, links);
        return Compiler.Compile(Graph.Create([x], outputs, [.. trace.Updates]), options).Report;
    }

    private static Dictionary<string, double> TimesOf(CompilationReport report) =>
        report.Phases.Append(new PhaseReport("passes", TimeSpan.FromTicks(report.Passes.Sum(p => p.Time.Ticks))))
            .ToDictionary(p => p.Name, p => p.Time.TotalMilliseconds);

    private static Node Repeat(Node x, int n, Func<Node, Node> link) => Enumerable.Range(0, n).Aggregate(x, (y, _) => link(y));

    private static Node[] WithGradient(Node x, Node y) => [y, Gradients.Of(y.Sum(), x)[0]];

    private static Node Parameter(Shape shape) => new Parameter(TensorData.Zeros(new TensorType(DType.Float32, shape))).Read();

    /// <summary>The sum as a balanced tree.</summary>
    private static Node Sum(Node[] terms)
    {
        while (terms.Length > 1)
        {
            terms = [.. terms.Chunk(2).Select(pair => pair.Length == 1 ? pair[0] : pair[0] + pair[1])];
        }
        return terms[0];
    }

    private static Node[] Wide(Node x, int n)
    {
        Node[] weights = [.. Enumerable.Range(0, n).Select(_ => Parameter([4, 4]))];
        Node y = Sum([.. weights.Select(w => x.Reshape(2, 4).MatMul(w).Tanh())]);
        return WithUpdates(y, weights);
    }

    private static Node[] OneInput(Node x, int n)
    {
        Node[] weights = [.. Enumerable.Range(0, 2 * n).Select(i => Parameter(i < n ? [4, 4] : [4]))];
        Node y = Sum([.. Enumerable.Range(0, n).Select(i => (x.Reshape(2, 4).MatMul(weights[i]) + weights[n + i]).Tanh())]);
        return WithUpdates(y, weights);
    }

    private static Node[] Layers(Node x, int n, Func<Node, Node, Node> layer)
    {
        Node[] weights = [.. Enumerable.Range(0, n).Select(_ => Parameter([4, 4]))];
        return WithUpdates(weights.Aggregate(x.Reshape(2, 4), layer), weights);
    }

    private static Node[] WithUpdates(Node y, Node[] weights)
    {
        foreach ((Node weight, Node gradient) in weights.Zip(Gradients.Of(y.Sum(), weights)))
        {
            GraphTrace.Current!.Update(((VariableRead)weight.Op).Variable, weight - (gradient * 0.1));
        }
        return [y];
    }
}
