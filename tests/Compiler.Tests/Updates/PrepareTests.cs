using NeuralJit.NN;
using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>The prepare program: what depends on parameters alone is computed once per version, and never used stale.</summary>
internal sealed class PrepareTests
{
    private static readonly TensorData X = Samples.Uniform([4, 6]), T = Samples.Uniform([4, 3], seed: 2);

    [Test]
    public void Packed_weights_are_prepared_and_not_packed_again()
    {
        var packs = new Counted();
        var weight = new Parameter(Samples.Uniform([3, 6]), "weight");
        CompiledProgram program = Compiler.Compile(Programs.Trace(x => [x[0].MatMul(Node.Apply(packs, weight.Read()).T)], X));
        for (int i = 0; i < 3; i++)
        {
            program.RunOnRubbish(X);
        }
        Assert.That(packs.Evaluations, Is.EqualTo(1));
        Assert.That(program.Report.PreparedBytes, Is.GreaterThan(0));
        Assert.That(program.Report.Kernels.Count(k => k.Prepared), Is.GreaterThanOrEqualTo(1), program.Describe);
        weight.MarkChanged();
        program.RunOnRubbish(X);
        Assert.That(packs.Evaluations, Is.EqualTo(2));
    }

    private static IEnumerable<TestCaseData> Writers =>
    [
        Writer("edit", w => w.Edit<float>(values => values.Fill(0.5f))),
        Writer("assign elements", w => w.Assign<float>([.. Enumerable.Repeat(0.5f, (int)w.Shape.Count)])),
        Writer("assign a tensor", w => w.Assign(Filled(w.Type))),
    ];

    [TestCaseSource(nameof(Writers))]
    public void Compiled_programs_see_what_is_written_by_hand(Action<Parameter> write)
    {
        var layer = new Linear(6, 3, bias: false, seed: 1);
        CompiledProgram infer = Compiler.Compile(layer.Forward).For(X.Type);
        Assert.That(infer.Report.PreparedBytes, Is.GreaterThan(0), "the weight is packed");
        infer.RunOnRubbish(X);
        write(layer.Weight);
        Comparison.AssertClose(
            infer.RunOnRubbish(X)[0], Programs.Run(x => [(x[0].Sum(1, keepDims: true) * 0.5f).BroadcastTo([4, 3])], X)[0]);
    }

    [Test]
    public void Values_of_variables_cannot_be_written_otherwise()
    {
        Assert.That(typeof(Variable).GetProperty(nameof(Variable.Value))!.PropertyType, Is.EqualTo(typeof(ReadOnlyTensor)));
        IEnumerable<Type> writable = typeof(ReadOnlyTensor).GetMethods().Select(m => m.ReturnType)
            .Where(t => t.IsGenericType && t.GetGenericTypeDefinition() == typeof(Span<>));
        Assert.That(writable, Is.Empty);
    }

    [Test]
    public void Inference_sees_a_training_step()
    {
        var layer = new Linear(6, 3, seed: 1);
        CompiledFunction infer = Compiler.Compile(layer.Forward);
        CompiledProgram step = Step(layer, new SGD(layer.Parameters(), 0.5));
        TensorData before = infer.For(X.Type).RunOnRubbish(X)[0];
        step.RunOnRubbish(X, T);
        TensorData after = infer.For(X.Type).RunOnRubbish(X)[0];
        Assert.That(Comparison.ErrorOf(after, before), Is.GreaterThan(1e-3));
        Comparison.AssertClose(after, Interpreter.Run(Programs.Trace(x => [layer.Forward(x[0])], X), X)[0]);
    }

    [Test]
    public void Inference_sees_an_assigned_parameter_and_every_specialisation_does()
    {
        var layer = new Linear(6, 3, bias: false, seed: 1);
        CompiledFunction infer = Compiler.Compile(layer.Forward);
        TensorData two = Samples.Uniform([2, 6]);
        infer.For(X.Type).RunOnRubbish(X);
        infer.For(two.Type).RunOnRubbish(two);
        layer.Weight.Assign<float>(new float[18]);
        Assert.That(infer.For(X.Type).RunOnRubbish(X)[0].Span<float>().ToArray(), Is.All.EqualTo(0f));
        Assert.That(infer.For(two.Type).RunOnRubbish(two)[0].Span<float>().ToArray(), Is.All.EqualTo(0f));
    }

    [Test]
    public void A_state_that_was_assigned_is_seen_by_the_next_run()
    {
        var scale = new State(TensorData.From([], 2), "scale");
        CompiledProgram program = Compiler.Compile(Programs.Trace(x => [x[0] * scale.Read().Exp()], X));
        program.RunOnRubbish(X);
        scale.Assign<float>([0]);
        Comparison.AssertClose(program.RunOnRubbish(X)[0], X);
    }

    [Test]
    public void An_error_while_preparing_is_thrown_again_and_nothing_wrong_is_kept()
    {
        var table = new Parameter(Samples.Uniform([5, 6]), "table");
        var rows = new Parameter(TensorData.From<long>([2], [1, 7]), "rows");
        CompiledProgram program = Compiler.Compile(Programs.Trace(x => [x[0].MatMul(table.Read().Take(rows).T)], X));
        for (int i = 0; i < 2; i++)
        {
            Assert.That(() => program.RunOnRubbish(X), Throws.TypeOf<GraphException>().With.Message.Contains("7"));
        }
        rows.Assign<long>([1, 4]);
        TensorData expected = Interpreter.Run(Programs.Trace(x => [x[0].MatMul(table.Read().Take(rows).T)], X), X)[0];
        Comparison.AssertClose(program.RunOnRubbish(X)[0], expected);
    }

    [Test]
    public void What_depends_on_constants_alone_is_prepared_once()
    {
        var counted = new Counted();
        TensorData large = Samples.Uniform([80, 90]);
        CompiledProgram program = Compiler.Compile(
            Programs.Trace(x => [x[0] + Node.Apply(counted, Node.Constant(large).BroadcastTo([2, 80, 90])).Sum([0, 1, 2])], X));
        program.RunOnRubbish(X);
        program.RunOnRubbish(X);
        Assert.That(counted.Evaluations, Is.EqualTo(1));
    }

    [Test]
    public void A_parameter_that_the_program_itself_changes_is_not_prepared()
    {
        var layer = new Linear(6, 3, bias: false, seed: 1);
        CompiledProgram step = Step(layer, new SGD(layer.Parameters(), 0.1));
        Assert.That(step.Report.Kernels.Count(k => k.Prepared), Is.Zero, step.Describe);
    }

    [Test]
    public void Programs_share_what_they_prepare_and_it_is_gone_with_the_last_of_them()
    {
        var weight = new Parameter(Samples.Uniform([3, 6]), "weight");
        var cache = new PreparedCache();
        CompiledProgram kept = Build(2);
        Assert.That(Executor(Build(4)), Is.SameAs(Executor(kept)));
        Assert.That(CountOfMore(), Is.EqualTo(6));
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.That(Executor(Build(4)), Is.SameAs(Executor(kept)));
        Assert.That(cache.Count, Is.EqualTo(1));
        GC.KeepAlive(kept);

        CompiledProgram Build(int rows, double scale = 1) => Compiler.Build(
            Programs.Trace(x => [x[0].MatMul((weight.Read() * scale).T)], [new TensorType(DType.Float32, [rows, 6])]),
                Programs.Default, cache, "a test");

        static PreparedSet? Executor(CompiledProgram program) => ((Executor)program.Executor).Prepared;

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        int CountOfMore()
        {
            CompiledProgram[] more = [.. Enumerable.Range(2, 5).Select(scale => Build(2, scale))];
            int count = cache.Count;
            GC.KeepAlive(more);
            return count;
        }
    }

    private static CompiledProgram Step(Linear layer, Optimizer optimizer) => Compiler.Compile(Programs.Trace(x =>
    {
        Node loss = layer.Forward(x[0]).MseLoss(x[1]);
        optimizer.Step(loss);
        return [loss];
    }, [X.Type, T.Type], training: true));

    /// <summary>The identity, which counts how often it is computed.</summary>
    private sealed record Counted : Op
    {
        private readonly int[] evaluations = new int[1];

        public int Evaluations => evaluations[0];

        public override TensorType Infer(ReadOnlySpan<Node> inputs) => inputs[0].Type;

        public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y)
        {
            evaluations[0]++;
            StridedCopying.Copy(inputs[0], y);
        }
    }

    private static TensorData Filled(TensorType type)
    {
        TensorData data = TensorData.Zeros(type);
        data.Span<float>().Fill(0.5f);
        return data;
    }

    private static TestCaseData Writer(string name, Action<Parameter> write) => new TestCaseData(write).SetArgDisplayNames(name);
}
