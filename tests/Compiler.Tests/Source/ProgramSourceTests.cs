using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>A program's C# file, compiled as an ordinary file, gives the bits that the program gives.</summary>
internal sealed class ProgramSourceTests
{
    private const int Parts = 4;

    [Test]
    public void Rows_of_the_op_table_and_their_gradients([Range(0, Parts - 1)] int part) =>
        AssertSame(OpTable.All.Where((_, i) => i % Parts == part), bits: 0);

    [TestCase(512, 40)]
    [TestCase(256, 40)]
    [TestCase(128, 80)]
    [TestCase(32, 160)]
    public void Rows_at_other_widths(int bits, int oneOf) => AssertSame(OpTable.All.Where((_, i) => i % oneOf == oneOf / 4), bits);

    [TestCaseSource(typeof(SourceCase), nameof(SourceCase.All))]
    public void Programs_that_train_and_update(SourceCase row)
    {
        Instance expected = new(row), actual = new(row);
        GeneratedRun run = GeneratedPrograms.Compile([actual.Program])[0]([.. actual.Program.Variables], actual.Constants);
        for (int step = 0; step < 3; step++)
        {
            AssertSame(expected.Program.RunOnRubbish(row.Inputs), Outputs(actual.Program, run, row.Inputs), $"run {step}");
            AssertSame(expected.Values, actual.Values, $"variables after run {step}");
            Assert.That(actual.Program.Variables.Select(v => v.Version), Is.EqualTo(expected.Program.Variables.Select(v => v.Version)));
            expected.Disturb();
            actual.Disturb();
        }
    }

    [Test]
    public void Threads_share_the_chunks_and_one_thread_gives_the_same()
    {
        TensorData x = Samples.Uniform([256, 128]);
        CompiledProgram program = Compiler.Compile(Programs.Trace(i => [i[0].MatMul(i[0].T).Relu()], x));
        Assert.That(program.Report.Kernels.Select(k => k.IsParallel), Has.Some.True);
        string file = program.ToCSharp("Shared");
        Assert.That(file, Does.Contain("WorkerPool.Shared.Run(k0"));
        string alone = Compiler.Compile(program.Report.Original, new CompileOptions { Threads = 1 }).ToCSharp("Alone");
        Assert.That(alone, Does.Contain("public int Threads { get; set; } = 1;"));
        foreach (GeneratedFactory make in GeneratedPrograms.Compile(["Shared", "Alone"], [file, alone]))
        {
            AssertSame(program.RunOnRubbish(x), Outputs(program, make([], null), [x]), "product");
        }
    }

    [Test]
    public void Another_operator_in_the_file_gives_other_bits()
    {
        TensorData x = Samples.Uniform([37]);
        CompiledProgram program = Compiler.Compile(Programs.Trace(i => [i[0].Exp()], x));
        GeneratedRun run = GeneratedPrograms.Compile(
            ["Changed"], [program.ToCSharp("Changed").Replace("ExpOperator.", "TanhOperator.", StringComparison.Ordinal)])[0]([], null);
        Assert.That(() => AssertSame(program.RunOnRubbish(x), Outputs(program, run, [x]), ""), Throws.TypeOf<AssertionException>());
    }

    private static void AssertSame(IEnumerable<OpCase> rows, int bits)
    {
        OpCase[] cases = [.. rows];
        CompiledProgram[] programs = [.. cases.Select(
            row => Compiler.Compile(OpRows.WithGradients(row, RandomState.Create(7)), new CompileOptions { VectorBits = bits }))];
        GeneratedFactory[] factories = GeneratedPrograms.Compile(programs);
        Assert.Multiple(() =>
        {
            for (int i = 0; i < cases.Length; i++)
            {
                Variable[] variables = [.. programs[i].Variables];
                TensorData[] actual = Outputs(programs[i], factories[i](variables, null), cases[i].Inputs);
                // The random state has gone to its next step.
                Array.ForEach(variables, v => v.Data.Span<ulong>()[1] = 0);
                AssertSame(programs[i].RunOnRubbish(cases[i].Inputs), actual, cases[i].Name);
            }
        });
    }

    private static TensorData[] Outputs(CompiledProgram program, GeneratedRun run, TensorData[] inputs)
    {
        TensorData[] outputs = [.. program.OutputTypes.ToArray().Select(Programs.Rubbish)];
        run(inputs, outputs);
        return outputs;
    }

    private static void AssertSame(TensorData[] expected, TensorData[] actual, string what)
    {
        Assert.That(actual, Has.Length.EqualTo(expected.Length));
        for (int i = 0; i < expected.Length; i++)
        {
            Comparison.AssertSameBits(actual[i], expected[i], $"{what}, result {i}");
        }
    }

    /// <summary>A case with variables of its own.</summary>
    private sealed class Instance
    {
        public Instance(SourceCase row) => Program = Compiler.Compile(row.Trace(), new CompileOptions { VectorBits = row.Bits });

        public CompiledProgram Program { get; }

        public TensorData[] Values => [.. Program.Variables.Select(v => v.Data)];

        /// <summary>Those of the graph, by hash.</summary>
        public Dictionary<string, TensorData> Constants => Program.Report.Optimized.Nodes.ToArray().Select(n => n.Op).OfType<ConstantOp>()
            .DistinctBy(c => ConstantText.HashOf(c.Data)).ToDictionary(c => ConstantText.HashOf(c.Data), c => c.Data);

        /// <summary>Changes each parameter by hand: what was prepared from it is stale.</summary>
        public void Disturb()
        {
            foreach (Parameter parameter in Program.Variables.OfType<Parameter>())
            {
                parameter.Data.Span<float>()[0] += 0.125f;
                parameter.MarkChanged();
            }
        }
    }
}
