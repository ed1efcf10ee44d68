using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>
/// The law of failing runs: outputs, variables, versions and random states are bit by bit as they were before, whatever throws, wherever it
/// stands in the graph, and however the program is run.
/// </summary>
internal sealed class FailureTests
{
    private static readonly TensorData Good = Samples.Indices([3], 0, 1, 2), Wrong = Samples.Indices([3], 0, 1, 9);

    // What may throw, when the indices are wrong: from x, f32[5,4], to f32[3,4].
    private static readonly (string Name, Func<Node, Node, Node> Op)[] Throwing =
        [
            ("take", (x, i) => x.Take(i)),
            ("gather", (x, i) => x[..3].Gather(0, i.Reshape([3, 1]).BroadcastTo([3, 4]))),
            ("scatter", (x, i) => x[..3].Scatter(1, i.Reshape([3, 1]), x[..3, ..1])),
            ("scatter of rows", (x, i) => x[..3].ScatterRows(i, x[1..4])),
            ("labels", (x, i) => x[..3] - x[..3].CrossEntropy(i)),
            ("an op of the user's, at once", (x, i) => Node.Apply(new Raises(Late: false), x[..3], i)),
            ("an op of the user's, half written", (x, i) => Node.Apply(new Raises(Late: true), x[..3], i)),
        ];

    // Where it stands: outputs and new values of a and b, from x, the indices, and what throws.
    private static readonly (string Name, Func<Node, Node, Func<Node, Node>, Node, Node, (Node[] Outputs, Node A, Node B)> Build)[] Places =
        [
            ("alone", (x, _, f, a, b) => ([f(x)], a, b)),
            ("in the middle", (x, _, f, a, b) => ([f(x * 2).Exp() + 1], a, b)),
            ("an output before it", (x, _, f, a, b) => ([x * 2, f(x * 2)], a, b)),
            ("of an output", (x, _, f, a, b) => { Node y = x.Tanh(); return ([y, y * 3, f(y), y.Sum()], a, b); }),
            ("twice", (x, _, f, a, b) => { Node y = f(x); return ([y, f(x + 1), y + 1], a, b); }),
            ("an update before it", (x, _, f, a, b) => ([f(x)], a + x, b)),
            ("of an updated value", (x, _, f, a, b) => { Node next = (a * 0.5) + x; return ([f(next), next + 0], next, b + 1); }),
            ("in an update", (x, _, f, a, b) => ([x.Sum()], a + x, Node.Concat([b[..3] + f(a + b), b[..2]]))),
            ("of a reduced update", (x, _, f, a, b) => { Node next = a
                - a.Mean(0, keepDims: true); return ([x + 1], next, Node.Concat([f(next) + b[..3].Sum(1, keepDims: true), b[..2]])); }),
            ("of a product", (x, _, f, a, b) => { Node y = x.MatMul(b.T[..4, ..4]); return ([y, f(y)], a - y, b); }),
            ("between random numbers", (x, _, f, a, b) =>
                ([f(x + Node.RandomUniform([5, 4])) + Node.RandomNormal([3, 4])], a + Node.RandomUniform([5, 4]), b)),
        ];

    private static readonly (string Name, CompileOptions Options)[] Ways =
        [("generated", new()), ("one thread", new() { Threads = 1, VectorBits = 128 }), ("op by op", new() { OpByOp = true }),
            ("library", new() { GenerateCode = false })];

    private static IEnumerable<TestCaseData> Cases() =>
        from throwing in Throwing
        from place in Places
        select new TestCaseData(throwing.Op, place.Build).SetArgDisplayNames(throwing.Name, place.Name);

    [TestCaseSource(nameof(Cases))]
    public void A_run_that_throws_has_changed_nothing(
        Func<Node, Node, Node> op, Func<Node, Node, Func<Node, Node>, Node, Node, (Node[] Outputs, Node A, Node B)> build)
    {
        TensorData x = Samples.Uniform([5, 4], 0.5, 1, seed: 3);
        foreach ((string way, CompileOptions options) in Ways)
        {
            State a = new(Samples.Uniform([5, 4]), "a"), b = new(Samples.Uniform([3, 4], seed: 2), "b"), random = RandomState.Create(4);
            CompiledProgram program = Compiler.Compile(Programs.Trace(i =>
            {
                Node bRead = b.Read();
                (Node[] outputs, Node newA, Node newB) = build(i[0], i[1], v => op(v, i[1]), a, Node.Concat([bRead, bRead[..2]]));
                GraphTrace.Current!.Update([new(a, newA), new(b, newB[..3] + 0)]);
                return outputs;
            }, [x.Type, Good.Type], random), options);
            foreach (bool observed in new[] { false, true })
            {
                TensorData[] outputs = [.. program.OutputTypes.ToArray().Select(Programs.Rubbish)],
                    before = [.. outputs.Select(o => o.Clone())];
                TensorData[] values = [a.Value.Clone(), b.Value.Clone(), random.Value.Clone()];
                long versions = a.Version + b.Version + random.Version;
                Assert.That(() => program.Run([x, Wrong], outputs), Throws.Exception, way);
                for (int i = 0; i < outputs.Length; i++)
                {
                    Comparison.AssertSameBits(outputs[i], before[i], $"{way}, output {i}");
                }
                Comparison.AssertSameBits(a.Value, values[0], $"{way}, a");
                Comparison.AssertSameBits(b.Value, values[1], $"{way}, b");
                Comparison.AssertSameBits(random.Value, values[2], $"{way}, random");
                Assert.That(a.Version + b.Version + random.Version, Is.EqualTo(versions), way);
                program.Run([x, Good], outputs);
                Assert.That(a.Version + b.Version, Is.GreaterThan(versions), way);
            }
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void What_is_delayed_is_right(
        Func<Node, Node, Node> op, Func<Node, Node, Func<Node, Node>, Node, Node, (Node[] Outputs, Node A, Node B)> build)
    {
        TensorData x = Samples.Uniform([5, 4], 0.5, 1, seed: 3);
        List<TensorData[]> results = [];
        foreach (CompileOptions? options in (CompileOptions?[])[null, .. Ways.Select(w => w.Options)])
        {
            State a = new(Samples.Uniform([5, 4]), "a"), b = new(Samples.Uniform([3, 4], seed: 2), "b"), random = RandomState.Create(4);
            Graph graph = Programs.Trace(i =>
            {
                Node bRead = b.Read();
                (Node[] outputs, Node newA, Node newB) = build(i[0], i[1], v => op(v, i[1]), a, Node.Concat([bRead, bRead[..2]]));
                GraphTrace.Current!.Update([new(a, newA), new(b, newB[..3] + 0)]);
                return outputs;
            }, [x.Type, Good.Type], random);
            TensorData[] outputs = options is null
                ? Interpreter.Run(graph, x, Good)
                : Compiler.Compile(graph, options).RunOnRubbish(x, Good);
            results.Add([.. outputs, a.Data, b.Data]);
        }
        for (int way = 1; way < results.Count; way++)
        {
            for (int i = 0; i < results[0].Length; i++)
            {
                Comparison.AssertClose(results[way][i], results[0][i], $"{Ways[way - 1].Name}, result {i}");
            }
        }
    }

    // Cancelled while it runs, a run either stops before its first write or completes.
    [Test]
    public void A_run_that_is_cancelled_under_way_has_changed_nothing_or_everything([Values] bool generate, [Values] bool late)
    {
        State a = new(Samples.Uniform([5, 4]), "a"), random = RandomState.Create(4);
        TensorData x = Samples.Uniform([5, 4], seed: 3);
        var cancels = new Cancels(late ? OpFailure.Never : OpFailure.WhileWriting);
        CompiledProgram program = Compiler.Compile(Programs.Trace(i =>
        {
            Node y = i[0].Exp();
            GraphTrace.Current!.Update(a, a.Read() * 0.5);
            return [y, Node.Apply(cancels, y) + Node.RandomUniform([5, 4]), y.MatMul(y.T)];
        }, [x.Type], random), new CompileOptions { GenerateCode = generate });
        TensorData[] outputs = [.. program.OutputTypes.ToArray().Select(Programs.Rubbish)], before = [.. outputs.Select(o => o.Clone())];
        TensorData value = a.Value.Clone();
        using var source = new CancellationTokenSource();
        cancels.Source[0] = source;
        bool stopped = false;
        try
        {
            program.Run([x], outputs, source.Token);
        }
        catch (OperationCanceledException)
        {
            stopped = true;
        }
        Assert.That(source.IsCancellationRequested);
        Assert.That(a.Version, Is.EqualTo(stopped ? 0 : 1));
        Assert.That(random.Value.Span<ulong>()[1], Is.EqualTo(stopped ? 0 : 1));
        Assert.That(a.Value.Span<float>()[1], Is.EqualTo(value.Span<float>()[1] * (stopped ? 1 : 0.5f)));
        for (int i = 0; i < outputs.Length; i++)
        {
            Assert.That(outputs[i].Span<float>().SequenceEqual(before[i].Span<float>()), Is.EqualTo(stopped), $"output {i}");
        }
    }

    [Test]
    public void What_may_throw_stands_before_what_is_written_in_place()
    {
        var weight = new Parameter(Samples.Uniform([4, 4]), "weight");
        CompiledProgram program = Compiler.Compile(Programs.Trace(i =>
        {
            GraphTrace.Current!.Update(weight, weight.Read() * 0.5);
            return [i[0].Take(i[1])];
        }, Samples.Uniform([5, 4]), Good));
        Assert.That(program.Report.Kernels.Select(k => k.Name), Has.None.EqualTo("assign").And.None.EqualTo("copy"), program.Describe);
    }

    [Test]
    public void An_error_that_nobody_foresaw_raises_the_versions_of_what_may_have_been_written()
    {
        var weight = new Parameter(Samples.Uniform([4, 4]), "weight");
        Graph graph = Programs.Trace(i =>
        {
            GraphTrace.Current!.Update(weight, weight.Read() * 0.5);
            return [Node.Apply(new Lies(), i[0].Take(i[1]))];
        }, Samples.Uniform([5, 4]), Good);
        CompiledProgram program = Compiler.Compile(graph);
        TensorData half = weight.Value.Clone();
        Assert.That(() => program.RunOnRubbish(Samples.Uniform([5, 4]), Good), Throws.InstanceOf<InvalidOperationException>());
        Assert.That(weight.Version > 0 || weight.Value.Span<float>().SequenceEqual(half.Span<float>()));
    }

    [Test]
    public void Values_whose_preparation_failed_are_not_taken_for_current()
    {
        var weight = new Parameter(Samples.Uniform([3, 6]), "weight");
        var flaky = new Flaky();
        TensorData x = Samples.Uniform([4, 6]);
        CompiledProgram program = Compiler.Compile(Programs.Trace(i => [i[0].MatMul(Node.Apply(flaky, weight.Read()).T)], x));
        program.RunOnRubbish(x);
        weight.Assign<float>(new float[18]);
        flaky.Fails[0] = true;
        Assert.That(() => program.RunOnRubbish(x), Throws.InstanceOf<InvalidOperationException>());
        Assert.That(() => program.RunOnRubbish(x), Throws.InstanceOf<InvalidOperationException>());
        flaky.Fails[0] = false;
        Assert.That(program.RunOnRubbish(x)[0].Span<float>().ToArray(), Is.All.Zero);
    }

    /// <summary>The identity of its first input; throws when an index is above 8, perhaps with half of the result written.</summary>
    private sealed record Raises(bool Late) : Op
    {
        public override TensorType Infer(ReadOnlySpan<Node> inputs) => inputs[0].Type;

        public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y)
        {
            bool wrong = inputs[1].Span<long>().ToArray().Max() > 8;
            if (!wrong || Late)
            {
                StridedCopying.Copy(inputs[0], y);
            }
            if (wrong)
            {
                throw new InvalidOperationException("wrong");
            }
        }
    }

    /// <summary>Says that it cannot fail, and fails.</summary>
    private sealed record Lies : Op
    {
        public override OpFailure Failure => OpFailure.Never;

        public override TensorType Infer(ReadOnlySpan<Node> inputs) => inputs[0].Type;

        public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) => throw new InvalidOperationException("it could");
    }

    /// <summary>The identity, which cancels the run.</summary>
    private sealed record Cancels(OpFailure Fails) : Op
    {
        public CancellationTokenSource?[] Source { get; } = new CancellationTokenSource?[1];

        public override OpFailure Failure => Fails;

        public override TensorType Infer(ReadOnlySpan<Node> inputs) => inputs[0].Type;

        public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y)
        {
            StridedCopying.Copy(inputs[0], y);
            Source[0]?.Cancel();
        }
    }

    /// <summary>The identity, which fails when told to.</summary>
    private sealed record Flaky : Op
    {
        public bool[] Fails { get; } = new bool[1];

        public override TensorType Infer(ReadOnlySpan<Node> inputs) => inputs[0].Type;

        public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y)
        {
            if (Fails[0])
            {
                throw new InvalidOperationException("not now");
            }
            StridedCopying.Copy(inputs[0], y);
        }
    }
}
