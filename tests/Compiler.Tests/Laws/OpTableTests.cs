using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>
/// Every row of the op table: compiled code against the interpreter, forward and gradient, and against itself at other widths and threads.
/// </summary>
internal sealed class OpTableTests
{
    // Every width and number of threads, and the other compiler of expression trees at the widest and in scalars.
    private static readonly CompileOptions[] Ways =
        [
            .. from bits in Programs.Widths from threads in (
                int[])[1, 2] select new CompileOptions { VectorBits = bits, Threads = threads },
            .. from bits in (int[])[Programs.Widths[0], 32] select new CompileOptions { VectorBits = bits, Threads = 1,
                LambdaCompiler = LambdaCompilers.System },
        ];

    private static IEnumerable<OpCase> Rows => [.. OpTable.All, .. EmptyCases.All];

    [TestCaseSource(nameof(Rows))]
    public void Compiled_values_and_gradients_are_those_of_the_interpreter_with_the_same_bits_at_every_width(OpCase row)
    {
        State random = RandomState.Create(7);
        Graph graph = OpRows.WithGradients(row, random);
        TensorData[] expected = Interpreter.Run(graph, row.Inputs);
        TensorData[]? first = null;
        foreach (CompileOptions options in Ways)
        {
            random.Assign<ulong>([7, 0]);
            TensorData[] actual = Compiler.Compile(graph, options).RunOnRubbish(row.Inputs);
            first ??= actual;
            string way = $"{options.VectorBits} bits, {options.Threads} threads, {options.LambdaCompiler?.Name}";
            for (int i = 0; i < expected.Length; i++)
            {
                Comparison.AssertClose(
                    actual[i], expected[i], $"{way}, output {i}", Math.Max(row.Tolerance, Comparison.ToleranceOf(expected[i].DType)));
                Comparison.AssertSameBits(actual[i], first[i], $"{way}, output {i}, against {Programs.Widths[0]} bits");
            }
        }
    }

    [TestCaseSource(nameof(Rows))]
    public void Compiled_values_alone_are_those_of_eager_mode(OpCase row)
    {
        TensorData actual = Compiler.Compile(row.ToGraph()).RunOnRubbish(row.Inputs)[0];
        using GraphTrace trace = GraphTrace.Eager(random: RandomState.Create(0));
        TensorData expected = row.Function([.. row.Inputs.Select(Node.Constant)]).Data;
        Comparison.AssertClose(actual, expected, row.Name);
    }

    [TestCaseSource(nameof(Rows))]
    public void In_float64_compiled_is_interpreted_to_twelve_digits(OpCase row)
    {
        OpCase wide = row.InFloat64();
        State random = RandomState.Create(7);
        Graph graph = OpRows.WithGradients(wide, random);
        TensorData[] expected = Interpreter.Run(graph, wide.Inputs), actual = Compiler.Compile(graph).RunOnRubbish(wide.Inputs);
        for (int i = 0; i < expected.Length; i++)
        {
            Comparison.AssertClose(actual[i], expected[i], $"output {i}");
        }
    }

    [Test]
    public void A_wrong_result_fails_the_law()
    {
        TensorData right = TensorData.From([2], 1, 2), wrong = TensorData.From([2], 1, 2.0001f), moved = TensorData.From([2], float.NaN, 2);
        Assert.That(() => Comparison.AssertClose(wrong, right), Throws.TypeOf<AssertionException>());
        Assert.That(() => Comparison.AssertClose(moved, right), Throws.TypeOf<AssertionException>());
        Assert.That(
            () => Comparison.AssertSameBits(TensorData.From([1], -0f), TensorData.From([1], 0f)), Throws.TypeOf<AssertionException>());
        Assert.That(
            () => Comparison.AssertSameValues(TensorData.From([1], -0f), TensorData.From([1], 0f)), Throws.TypeOf<AssertionException>());
    }
}
