using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>
/// Results depend neither on what was in their memory before, nor on what is in the arena, nor on what lies beside inputs; and nothing but
/// results is written. Rows of the op table, as the library's kernels, compiled, and prepared from parameters.
/// </summary>
internal sealed unsafe class MemoryTests
{
    private static IEnumerable<OpCase> Rows => [.. OpTable.All, .. EmptyCases.All];

    /// <summary>Rows of more than element-wise ops.</summary>
    private static IEnumerable<OpCase> Others =>
        Rows.Where(r => r.ToGraph().Nodes.ToArray().Any(n => n.Op is not (InputOp or ConstantOp or UnaryOp or BinaryOp) || n.Rank > 2));

    [TestCaseSource(nameof(Rows))]
    public void Library_kernels_write_all_of_their_result_and_nothing_else(OpCase row)
    {
        Graph graph = OfLibraryOps(row);
        byte[][] first = Evaluate(graph, row, GuardedTensor.Fillings[0]), second = Evaluate(graph, row, GuardedTensor.Fillings[1]);
        for (int i = 0; i < first.Length; i++)
        {
            Assert.That(first[i].AsSpan().SequenceEqual(second[i]),
                $"{graph.Nodes[i].Op.Name} {graph.Nodes[i].Type} depends on memory that nobody has written\n{graph}");
        }
    }

    [TestCaseSource(nameof(Others))]
    public void Compiled_programs_write_all_of_their_results_and_nothing_else(OpCase row)
    {
        State random = RandomState.Create(7);
        CompiledProgram program = Compiled(row, random);
        AssertSame(program, _ => random.Assign<ulong>([7, 0]), row.Inputs, row.Name);
    }

    [TestCaseSource(nameof(Others))]
    public void Prepared_values_are_written_whole(OpCase row)
    {
        Parameter[] parameters = [.. row.Inputs.Select((input, i) => new Parameter(input.Clone(), $"p{i}"))];
        State random = RandomState.Create(7);
        Graph graph = Programs.Trace(_ =>
        {
            Node y = row.Function([.. parameters.Select(p => p.Read())]);
            return [y.DType.IsComputeFloat ? y * 1.5 : y.Reshape([-1])];
        }, [], random);
        CompiledProgram program = Compiler.Compile(graph);
        var executor = (Executor)program.Executor;
        AssertSame(program, filling =>
        {
            random.Assign<ulong>([7, 0]);
            foreach (Node node in executor.Prepare.SelectMany(s => s.Writes))
            {
                new Span<byte>((void*)executor.Memory[node].Value, (int)node.Type.Bytes).Fill(filling);
            }
            Array.ForEach(parameters, p => p.MarkChanged());
        }, [], row.Name);
    }

    // One test for all rows: a test that does not run is a line of its own in every run of the tests.
    [Test]
    [Explicit("Reading beyond the end ends the process.")]
    [Platform("Linux")]
    public void Nothing_beyond_the_end_of_inputs_and_results_is_read()
    {
        foreach (OpCase row in Rows)
        {
            TestContext.Progress.WriteLine(row.Name);
            Evaluate(OfLibraryOps(row), row, GuardedTensor.Fillings[0], beforePage: true);
            Run(Compiled(row, RandomState.Create(7)), row.Inputs, GuardedTensor.Fillings[0], row.Name, beforePage: true);
        }
    }

    private static Graph OfLibraryOps(OpCase row) =>
        Pipeline.OpByOp.Aggregate(OpRows.WithGradients(row, RandomState.Create(7)), (graph, pass) => pass.Run(graph, new RewriteLog()));

    private static CompiledProgram Compiled(OpCase row, State random) => Compiler.Compile(
        OpRows.WithGradients(row, random),
            new CompileOptions { VectorBits = Programs.Widths[row.Name.Length % Programs.Widths.Length], Threads = 2 });

    private static void AssertSame(CompiledProgram program, Action<byte> prepare, TensorData[] inputs, string what)
    {
        byte[][]? first = null;
        foreach (byte filling in GuardedTensor.Fillings)
        {
            prepare(filling);
            byte[][] bytes = Run(program, inputs, filling, what);
            for (int i = 0; i < bytes.Length; i++)
            {
                Assert.That(bytes[i].AsSpan().SequenceEqual((first ?? bytes)[i]),
                    $"{what}: result {i} depends on memory that nobody has written\n{program.Describe()}");
            }
            first ??= bytes;
        }
    }

    /// <summary>Runs a program in memory that means nothing; gives what it wrote.</summary>
    private static byte[][] Run(CompiledProgram program, TensorData[] inputs, byte filling, string what, bool beforePage = false)
    {
        GuardedTensor[] given = [.. inputs.Select(i => new GuardedTensor(i, filling, beforePage))];
        GuardedTensor[] results = [.. program.OutputTypes.ToArray().Select(t => new GuardedTensor(t, filling, beforePage))];
        nint[] addresses = [.. given.Concat(results).Select(t => t.Address)];
        fixed (nint* arguments = addresses)
        {
            program.Executor.Run(arguments, new PoisonedArena((Executor)program.Executor, filling, what), default);
        }
        byte[][] bytes = [.. results.Select(r => r.Bytes.ToArray())];
        Release([.. given, .. results], what);
        return bytes;
    }

    /// <summary>Evaluates the nodes one after the other, each into memory of its own; gives what they wrote.</summary>
    private static byte[][] Evaluate(Graph graph, OpCase row, byte filling, bool beforePage = false)
    {
        var memory = new Dictionary<Node, GuardedTensor>(ReferenceEqualityComparer.Instance);
        var bytes = new List<byte[]>();
        foreach (Node node in graph.Nodes)
        {
            GuardedTensor result = memory[node] = node.Op switch
            {
                InputOp => new GuardedTensor(row.Inputs[graph.Inputs.IndexOf(node)], filling, beforePage),
                ConstantOp constant => new GuardedTensor(constant.Data, filling, beforePage),
                VariableRead read => new GuardedTensor(read.Variable.Data, filling, beforePage),
                _ => new GuardedTensor(node.Type, filling, beforePage),
            };
            if (node.Op is not (InputOp or ConstantOp or VariableRead))
            {
                // Inputs are looked at as programs do it: through views, in the memory of what they show.
                TensorView[] inputs =
                    [.. node.Inputs.ToArray().Select(i => node.Op is ViewOp ? (i, Layout.Dense(i.Shape)) : Views.Resolve(i))
                    .Select(v => new TensorView(memory[v.Item1].Address, v.Item1.DType, v.Item2))];
                node.Op.Evaluate(inputs, new TensorView(result.Address, node.DType, Layout.Dense(node.Shape)));
            }
            bytes.Add(result.Bytes.ToArray());
            result.AssertIntact(node.Op.Name);
        }
        Release([.. memory.Values], row.Name);
        return [.. bytes];
    }

    private static void Release(GuardedTensor[] tensors, string what)
    {
        foreach (GuardedTensor tensor in tensors)
        {
            tensor.AssertIntact(what);
            tensor.Dispose();
        }
    }
}
