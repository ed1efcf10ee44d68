using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>
/// The forms in which loops reduce: rows in one step and in stretches, columns, segments with and without a rest, in the order of memory
/// where a view has another. Each gives what its ops give one by one, and the same bits at every width and for any number of threads.
/// </summary>
internal sealed class ReductionFormTests
{
    private static readonly (string Name, Func<Node, int[], Node> Of)[] Reductions =
    [
        ("sum", (x, axes) => x.Sum(axes)), ("max", (x, axes) => x.Max(axes)), ("min", (x, axes) => x.Min(axes, keepDims: true)),
        ("prod", (x, axes) => (1 + (x * 1e-3)).Prod(axes)), ("mean of squares", (x, axes) => x.Square().Mean(axes, keepDims: true)),
    ];

    private static readonly (string Name, int[][] Shapes, int[] Axes, Func<Node[], Node> Of)[] Forms =
    [
        ("a row that segments cut evenly", [[9 * 8192]], [0], x => x[0]),
        ("a row with a rest of one", [[(9 * 8192) + 1]], [0], x => x[0]),
        ("a row of a prime length", [[70_001]], [0], x => x[0].Exp()),
        ("a few rows with a rest", [[3, 40_009]], [1], x => x[0] * 2),
        ("rows of rows", [[257, 300]], [0, 1], x => x[0]),
        ("rows of rows with a rest", [[1023, 65], [1023, 65]], [0, 1], x => x[0] - x[1]),
        ("stretches in segments with a rest", [[1023, 65], [65]], [0, 1], x => x[0] + x[1]),
        ("other stretches in segments with a rest", [[1023, 65], [1023, 1]], [0, 1], x => x[0] * x[1]),
        ("a row that repeats", [[1, 65]], [0, 1], x => x[0].BroadcastTo([1023, 65]) * 1.5),
        ("many axes", [[5, 7, 31, 67]], [0, 1, 2, 3], x => x[0]),
        ("axes apart", [[9, 33, 257]], [0, 2], x => x[0]),
        ("columns in segments", [[1024, 70]], [0], x => x[0]),
        ("columns in segments with a rest", [[1025, 70], [70]], [0], x => x[0] + x[1]),
        ("three columns", [[30_001, 3]], [0], x => x[0]),
        ("one column", [[70_001, 1]], [0], x => x[0]),
        ("blocks of columns", [[2, 5003, 13]], [1], x => x[0].Exp()),
        ("columns of expensive elements", [[6, 65, 33]], [1], x => (x[0] + 1).Exp() - x[0].Tanh()),
        ("stretches", [[5, 7, 33], [7, 1]], [1, 2], x => x[0] * x[1]),
        ("stretches of one vector and less", [[4, 6, 3], [3]], [1, 2], x => x[0] + x[1]),
        ("stretches of a view", [[4, 19, 21]], [1, 2], x => x[0] * x[0][.., 1..2, ..]),
        ("a transposed matrix by rows", [[130, 128]], [1], x => x[0].T),
        ("a transposed matrix by columns", [[130, 128], [130]], [0], x => x[0].T * x[1]),
        ("all of a transposed matrix", [[300, 257], [257, 1]], [0, 1], x => (x[0].T + x[1]).Exp()),
        ("planes in another order", [[6, 40, 41, 4]], [2, 3], x => x[0].Permute(0, 3, 1, 2)),
        ("channels in another order", [[6, 4, 41, 40]], [3], x => x[0].Permute(0, 2, 3, 1).Square()),
        ("two orders", [[129, 129], [129, 129]], [1], x => x[0].T * x[1]),
    ];

    private static IEnumerable<TestCaseData> Cases() =>
        from form in Forms
        from reduction in Reductions
        from dtype in (DType[])[DType.Float32, DType.Float64]
        select new TestCaseData(form.Name, reduction.Name, dtype);

    [TestCaseSource(nameof(Cases))]
    public void Every_form_gives_what_its_ops_give(string formName, string reductionName, DType dtype)
    {
        (_, int[][] shapes, int[] axes, Func<Node[], Node> of) = Forms.Single(f => f.Name == formName);
        Func<Node, int[], Node> reduce = Reductions.Single(r => r.Name == reductionName).Of;
        TensorData[] inputs = [.. shapes.Select((s, i) => Values(s, i + 1, dtype))];
        Graph graph = Programs.Trace(x => [reduce(of(x), axes)], inputs);
        TensorData expected = Interpreter.Run(graph, inputs)[0];
        TensorData widest = Run(new CompileOptions { Threads = 1 });
        // A product of seventy thousand factors is as many roundings, whatever their order.
        double? tolerance = reductionName == "prod" && dtype == DType.Float32 ? 1e-4 : null;
        Comparison.AssertClose(widest, expected, formName, tolerance);
        foreach (int bits in (int[])[512, 256, 128, 32])
        {
            Comparison.AssertSameBits(Run(new CompileOptions { VectorBits = bits, Threads = 3 }), widest, $"{bits} bits");
        }

        TensorData Run(CompileOptions options) => Compiler.Compile(graph, options).RunOnRubbish(inputs)[0];
    }

    private static TensorData Values(int[] shape, int seed, DType dtype)
    {
        TensorData values = Samples.Uniform(Shape.Create(shape), -1, 1, seed);
        return dtype == DType.Float32 ? values : Interpreter.Run(Programs.Trace(x => [x[0].Cast(dtype)], values), values)[0];
    }
}
