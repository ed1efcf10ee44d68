using NeuralJit.NN;
using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>Updates are simultaneous: every read sees the value of before the run, however the program is scheduled.</summary>
internal sealed class UpdateTests
{
    private static readonly bool[] Modes = [true, false];

    // New values of two states a and b, and outputs, from their old values and an input.
    private static readonly (string Name, Func<Node, Node, Node, (Node A, Node B, Node[] Outputs)> Build)[] Forms =
        [
            ("swap", (a, b, x) => (b, a, [])),
            ("swap of computed values", (a, b, x) => (b * 2, a * 3, [])),
            ("chain", (a, b, x) => (b + x, a + b, [])),
            ("transposed", (a, b, x) => (a.T, a.T + b, [])),
            ("reversed", (a, b, x) => (a[(.., -1)], b + 1, [])),
            ("product with itself", (a, b, x) => (a.MatMul(a), a.MatMul(b), [])),
            ("normalised", (a, b, x) => (a / a.Sum(1, keepDims: true), b.Softmax(0), [])),
            ("same value for both", (a, b, x) => (a + b, a + b, [])),
            ("constant", (a, b, x) => (Node.Ones([4, 4]), a, [])),
            ("input", (a, b, x) => (x, x * 2, [])),
            ("value and output", (a, b, x) => (a + x, b - a, [a + x])),
            ("old value as an output", (a, b, x) => (a * 2, b * a, [a, a.T])),
            ("read after the writer", (a, b, x) => (a + 1, a.MatMul(b), [(a.Exp() + b).MatMul(a)])),
            ("shift", (a, b, x) => (Node.Concat([a[1..], x[..1]]), a[..1] + b, [])),
            ("epilogue of a product with the other", (a, b, x) => (a - x.MatMul(b), b - a.T.MatMul(x), [x.MatMul(a)])),
        ];

    private static IEnumerable<string> Names => Forms.Select(p => p.Name);

    [TestCaseSource(nameof(Names))]
    public void Every_read_sees_the_old_value(string name)
    {
        TensorData x = Samples.Uniform([4, 4], 0.5, 1, seed: 3);
        List<TensorData[]> runs = [];
        foreach (Func<Graph, Func<TensorData[]>> runner in (Func<Graph, Func<TensorData[]>>[])
            [g => () => Interpreter.Run(g, x), g => Compiled(g, true), g => Compiled(g, false)])
        {
            var a = new State(Samples.Uniform([4, 4], 0.5, 1), "a");
            var b = new State(Samples.Uniform([4, 4], 0.5, 1, seed: 2), "b");
            Graph graph = Programs.Trace(i =>
            {
                (Node newA, Node newB, Node[] outputs) = Forms.Single(f => f.Name == name).Build(a, b, i[0]);
                GraphTrace.Current!.Update(a, newA);
                GraphTrace.Current.Update(b, newB);
                return outputs;
            }, x);
            Func<TensorData[]> run = runner(graph);
            TensorData[] outputs = [.. run(), .. run()];
            Assert.That(a.Version, Is.GreaterThanOrEqualTo(2));
            runs.Add([.. outputs, a.Data, b.Data]);
        }
        for (int i = 0; i < runs[0].Length; i++)
        {
            Comparison.AssertClose(runs[1][i], runs[0][i], $"compiled, result {i}");
            Comparison.AssertClose(runs[2][i], runs[0][i], $"fallback, result {i}");
        }

        Func<TensorData[]> Compiled(Graph graph, bool generate)
        {
            CompiledProgram program = Compiler.Compile(graph, new CompileOptions { GenerateCode = generate });
            return () => program.RunOnRubbish(x);
        }
    }

    // Sums over axes that merge for one operand and are three steps for the other: the fuser makes one group, for which there are no loops,
    // so its ops run one by one.
    private static readonly (string Name, Shape X, Shape State, Func<Node, Node, (Node New, Node Output)> Build)[] Irregular =
        [
            ("value times old", [3, 5, 4, 5], [3], (x, v) =>
                With((x + x.Permute(0, 3, 2, 1)).Sum([1, 2, 3]) + v, y => y * v)),
            ("old first", [3, 5, 4, 5], [3], (x, v) => With(v * (x + x.Permute(0, 3, 2, 1)).Sum([1, 2, 3]), y => v - y)),
            ("square of a descent's step", [3, 5, 4, 5], [3], (x, v) =>
                With(v - ((x + x.Permute(0, 3, 2, 1)).Sum([1, 2, 3]) * 0.1), y => (y - v).Square())),
            ("kept axes", [3, 5, 4, 5], [3, 1, 1, 1], (x, v) =>
                With(v + (x * x.Permute(0, 3, 2, 1)).Max([1, 2, 3], keepDims: true), y => (y * v) + v)),
            ("columns", [3, 4, 5, 5], [3, 1, 5, 5], (x, v) => With((x + x.Permute(0, 1, 3, 2)).Sum(1, keepDims: true) * v, y => y * v)),
            ("element-wise", [4, 5, 5], [4, 5, 5], (x, v) => With((x + x.Permute(0, 2, 1)) * v, y => y.Exp() * v)),
        ];

    private static IEnumerable<string> IrregularNames => Irregular.Select(p => p.Name);

    [TestCaseSource(nameof(IrregularNames))]
    public void The_old_value_can_be_read_after_the_new_one_in_a_group_without_loops(string name)
    {
        (_, Shape shape, Shape stateShape, Func<Node, Node, (Node New, Node Output)> build) = Irregular.Single(c => c.Name == name);
        TensorData x = Samples.Uniform(shape, 0.5, 1, seed: 3), old = Samples.Uniform(stateShape, 0.5, 1);
        var state = new State(old.Clone(), "v");
        Graph graph = Programs.Trace(i =>
        {
            (Node value, Node output) = build(i[0], state);
            GraphTrace.Current!.Update(state, value);
            return [output];
        }, x);
        TensorData[] expected = [.. Interpreter.Run(graph, x), state.Value.Clone()];
        state.Data.CopyFrom(old);
        CompiledProgram program = Compiler.Compile(graph);
        TensorData[] actual = [.. program.RunOnRubbish(x), state.Data];
        Comparison.AssertClose(actual[0], expected[0], program.Describe());
        Comparison.AssertClose(actual[1], expected[1], "the state");
        Assert.That(program.Report.Fusion.Any(f => f.Reason == FusionReason.NoLoopNest), Is.EqualTo(name != "element-wise"),
            "whether the group runs op by op");
    }

    private static (Node New, Node Output) With(Node value, Func<Node, Node> output) => (value, output(value));

    [Test]
    public void The_gradient_of_the_input_uses_the_old_weight([ValueSource(nameof(Modes))] bool generate)
    {
        var weight = new Parameter(Samples.Uniform([5, 6]), "weight");
        TensorData x = Samples.Uniform([4, 6]), old = weight.Value.Clone();
        CompiledProgram program = Compiler.Compile(Programs.Trace(i =>
        {
            Node y = i[0].MatMul(weight.Read().T);
            Node[] gradients = Gradients.Of(y.Square().Sum(), i[0], weight);
            GraphTrace.Current!.Update(weight, weight.Read() - (gradients[1] * 0.1));
            return [gradients[0]];
        }, x), new CompileOptions { GenerateCode = generate });
        TensorData dx = program.RunOnRubbish(x)[0];
        Graph expected = Programs.Trace(i => [.. Gradients.Of(i[0].MatMul(Node.Constant(old).T).Square().Sum(), i[0])], x);
        Comparison.AssertClose(dx, Interpreter.Run(expected, x)[0]);
        Assert.That(Comparison.ErrorOf(weight.Value, old), Is.GreaterThan(0.01));
    }

    [Test]
    public void Updates_that_can_be_are_written_in_place_and_others_are_copied()
    {
        var a = new State(Samples.Uniform([4, 4]), "a");
        CompiledProgram inPlace = Compiler.Compile(Updating(a, v => (v * 2) + 1));
        CompiledProgram copied = Compiler.Compile(Updating(a, v => v.T + 1));
        Assert.That(inPlace.Report.Kernels.Select(k => k.Name), Has.None.EqualTo("assign"), inPlace.Describe);
        Assert.That(inPlace.Report.ArenaBytes, Is.Zero);
        Assert.That(copied.Report.Kernels.Select(k => k.Name), Has.Some.EqualTo("assign"), copied.Describe);
    }

    [Test]
    public void A_later_read_in_the_same_trace_sees_the_pending_value([ValueSource(nameof(Modes))] bool generate)
    {
        var a = new State(TensorData.From([2], 1, 2), "a");
        CompiledProgram program = Compiler.Compile(Programs.Trace(_ =>
        {
            GraphTrace.Current!.Update(a, a.Read() + 10);
            return [a.Read() * 2];
        }, []), new CompileOptions { GenerateCode = generate });
        Assert.That(program.RunOnRubbish()[0].Span<float>().ToArray(), Is.EqualTo(new float[] { 22, 24 }));
        Assert.That(a.Value.Span<float>().ToArray(), Is.EqualTo(new float[] { 11, 12 }));
    }

    [Test]
    public void An_error_in_a_run_leaves_every_variable_as_it_was([ValueSource(nameof(Modes))] bool generate)
    {
        var layer = new Linear(6, 3, seed: 1);
        var optimizer = new Adam(layer.Parameters(), 0.1);
        TensorData x = Samples.Uniform([4, 6]), wrong = Samples.Indices([4], 0, 1, 2, 3), right = Samples.Indices([4], 0, 1, 2, 0);
        CompiledProgram program = Compiler.Compile(Programs.Trace(i =>
        {
            Node loss = layer.Forward(i[0]).CrossEntropy(i[1]);
            optimizer.Step(loss);
            return [loss];
        }, x, right), new CompileOptions { GenerateCode = generate });
        program.RunOnRubbish(x, right);
        TensorData[] Values() =>
            [.. layer.Parameters().Select(p => p.Value.Clone()), .. optimizer.NamedStates.Select(s => s.State.Value.Clone())];
        TensorData[] before = Values();
        Assert.That(() => program.RunOnRubbish(x, wrong), Throws.TypeOf<GraphException>().With.Message.Contains("label 3"));
        TensorData[] after = Values();
        for (int i = 0; i < before.Length; i++)
        {
            Comparison.AssertSameBits(after[i], before[i], $"variable {i}");
        }
        program.RunOnRubbish(x, right);
        Assert.That(optimizer.StepCount, Is.EqualTo(2));
    }

    private static Graph Updating(State state, Func<Node, Node> value) => Programs.Trace(_ =>
    {
        GraphTrace.Current!.Update(state, value(state));
        return [];
    }, []);
}
