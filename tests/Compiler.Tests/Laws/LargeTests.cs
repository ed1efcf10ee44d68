using NeuralJit.Kernels;

namespace NeuralJit.Compilation.Tests;

/// <summary>Tensors and arenas of more than 2 GiB: no place of memory is counted in 32 bits.</summary>
[Explicit("9 GB of memory")]
internal sealed class LargeTests
{
    private const int Rows = 550_000;
    private const int Columns = 1000;

    // 2.2 GB of 0.5 but in the last column, which holds the number of the row modulo 7.
    private static readonly Lazy<TensorData> X = new(() =>
    {
        TensorData data = TensorData.Uninitialized(new TensorType(DType.Float32, [Rows, Columns]));
        for (int row = 0; row < Rows; row++)
        {
            Span<float> line = RowOf(data, row);
            line.Fill(0.5f);
            line[^1] = row % 7;
        }
        return data;
    });

    private static double Residues => Enumerable.Range(0, Rows).Sum(row => (double)(row % 7));

    [Test]
    public void Reductions([Values] bool compiled)
    {
        TensorData[] results = Run(x => [x.Sum(), x.Mean(0), x.Sum(1), x.Max()], compiled);
        Assert.That(results[0].Item<float>(), Is.EqualTo((0.5 * Rows * (Columns - 1)) + Residues).Within(1e-5).Percent);
        Assert.That(results[1].Span<float>()[..^1].ToArray(), Is.All.EqualTo(0.5f));
        Assert.That(results[1].Span<float>()[^1], Is.EqualTo(Residues / Rows).Within(1e-4).Percent);
        Assert.That(
            results[2].Span<float>().ToArray(), Is.EqualTo(Enumerable.Range(0, Rows).Select(row => (0.5f * (Columns - 1)) + (row % 7))));
        Assert.That(results[3].Item<float>(), Is.EqualTo(6));
    }

    // The product reads what is computed before it from the arena.
    [Test]
    public void An_arena()
    {
        Graph graph = Programs.Trace(inputs =>
            [inputs[0].Square().MatMul(Node.Ones([Columns, 2])).Sum(), inputs[0].Square().T.MatMul(Node.Ones([Rows, 2]))], X.Value);
        CompiledProgram program = Compiler.Compile(graph, new CompileOptions());
        TensorData[] results = program.RunOnRubbish(X.Value);
        double squares = Enumerable.Range(0, Rows).Sum(row => (double)(row % 7) * (row % 7));
        Assert.That(program.Report.ArenaBytes, Is.GreaterThan(int.MaxValue));
        Assert.That(results[0].Item<float>(), Is.EqualTo(2 * ((0.25 * Rows * (Columns - 1)) + squares)).Within(1e-4).Percent);
        Assert.That(results[1].Span<float>()[..^2].ToArray(), Is.All.EqualTo(0.25f * Rows));
        Assert.That(results[1].Span<float>()[^1], Is.EqualTo(squares).Within(1e-3).Percent);
    }

    [Test]
    public void Outputs([Values] bool compiled)
    {
        TensorData y = Run(x => [x.Softmax() * 2], compiled)[0];
        foreach (int row in (int[])[0, 1, Rows / 2, Rows - 1])
        {
            double last = Math.Exp(row % 7), sum = ((Columns - 1) * Math.Exp(0.5)) + last;
            Assert.That(RowOf(y, row)[^1], Is.EqualTo(2 * last / sum).Within(1e-4).Percent);
        }
    }

    // Sixteen times their size as panels: no tensor holds those.
    [Test]
    public void Few_columns_of_very_many_rows_compile()
    {
        Node x = Node.Input("x", [8, 1, 4096, 4200]), w = Node.Input("w", [1, 1, 3, 3]);
        using GraphTrace trace = GraphTrace.Rewriting();
        Node gradient = Gradients.Of(x.Conv(w).Sum(), w)[0];
        Node a = Node.Input("a", [1, 140_000_000]), b = Node.Input("b", [2, 140_000_000]);
        CompiledProgram program = Compiler.Compile(Graph.Create([x, w, a, b], [gradient, a.MatMul(b.T)]), new CompileOptions());
        Assert.That(program.Report.ArenaBytes, Is.LessThan(2L << 30));
    }

    private static Span<float> RowOf(TensorData data, int row) => data.Span<float>().Slice(row * Columns, Columns);

    private static TensorData[] Run(Func<Node, Node[]> function, bool compiled)
    {
        if (compiled)
        {
            return Compiler.Compile(Programs.Trace(inputs => function(inputs[0]), X.Value), new CompileOptions()).RunOnRubbish(X.Value);
        }
        using GraphTrace trace = GraphTrace.Eager();
        return [.. function(Node.Constant(X.Value)).Select(n => n.Data)];
    }
}
