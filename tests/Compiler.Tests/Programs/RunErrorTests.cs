using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>What a run refuses, in which words, and that nothing is changed then.</summary>
internal sealed class RunErrorTests
{
    private static readonly TensorData X = Samples.Uniform([2, 3]), Y = TensorData.Zeros(new TensorType(DType.Float32, [2, 3]));

    private static readonly CompiledProgram One = Compiler.Compile(Programs.Trace(x => [x[0] * 2], X));

    private static readonly CompiledProgram Two = Compiler.Compile(Programs.Trace(x => [x[0] + x[1], x[0] - x[1]], X, X));

    private static IEnumerable<TestCaseData> Mistakes() =>
        [
            Of("too many inputs", () =>
                One.Run([X, X], [Y]), typeof(GraphException), "run: the program takes 1 inputs and 1 outputs, got 2 and 1"),
            Of("no output", () => One.Run([X], []), typeof(GraphException), "run: the program takes 1 inputs and 1 outputs, got 1 and 0"),
            Of("spans for two outputs", () =>
                Two.Run<float, float, float>(new float[6], new float[6], new float[6]), typeof(GraphException),
                "run: the program takes 2 inputs and 2 outputs, got 2 and 1"),
            Of("input shape", () =>
                One.Run([Samples.Uniform([3, 2])], [Y]), typeof(ShapeException), "run: input 0 is f32[2,3], got f32[3,2]"),
            Of("input rank", () => One.Run([Samples.Uniform([6])], [Y]), typeof(ShapeException), "run: input 0 is f32[2,3], got f32[6]"),
            Of("input dtype", () =>
                One.Run([Samples.Longs([2, 3], 0, 2)], [Y]), typeof(ShapeException), "run: input 0 is f32[2,3], got i64[2,3]"),
            Of("output shape", () =>
                One.Run([X], [Samples.Uniform([2, 4])]), typeof(ShapeException), "run: output 0 is f32[2,3], got f32[2,4]"),
            Of("second output", () =>
                Two.Run([X, X], [Y, Samples.Uniform([1, 6])]), typeof(ShapeException), "run: output 1 is f32[2,3], got f32[1,6]"),
            Of("short input span", () => One.Run<float, float>(new float[5], new float[6]), typeof(ShapeException),
                "run: input 0 is f32[2,3], which is a span of 6 Single; got 5 Single"),
            Of("short output span", () => One.Run<float, float>(new float[6], new float[5]), typeof(ShapeException),
                "run: output 0 is f32[2,3], which is a span of 6 Single; got 5 Single"),
            Of("span of another type", () => One.Run<double, float>(new double[6], new float[6]), typeof(ShapeException),
                "run: input 0 is f32[2,3], which is a span of 6 Single; got 6 Double"),
            Of("output is the input", () => One.Run([X], [X]), typeof(GraphException),
                "run: the memory of output 0 overlaps that of input 0; results need memory of their own"),
            Of("one tensor for two outputs", () => Two.Run([X, X], [Y, Y]), typeof(GraphException),
                "run: the memory of output 1 overlaps that of output 0; results need memory of their own"),
            Of("spans that overlap by one", OverlapByOne, typeof(GraphException),
                "run: the memory of output 0 overlaps that of input 0; results need memory of their own"),
            Of("function of another arity", () =>
                Compiler.Compile(x => x * 1).Run([X, X], [Y]), typeof(GraphException), "the compiled function takes 1 input, got 2"),
            Of("more results than a stack should hold", () => Many(1024), typeof(GraphException),
                "compile: a program has at most 1024 inputs and outputs together, got 1 and 1024; stack some into one tensor"),
            Of("threads", () => _ = new CompileOptions { Threads = -1 }, typeof(ArgumentOutOfRangeException),
                "Threads is the most threads of a run, or 0 for all; it cannot be -1"),
            Of("vector width", () => _ = new CompileOptions { VectorBits = 64 }, typeof(ArgumentOutOfRangeException),
                "VectorBits must be 512, 256, 128, 32 (no vectors) or 0 (the machine's widest); it cannot be 64"),
            Of("no program kept", () => _ = new CompileOptions { CacheSize = 0 }, typeof(ArgumentOutOfRangeException),
                "CacheSize is the number of programs that are kept, 1 or more; it cannot be 0"),
            Of("negative cache", () => _ = new CompileOptions { CacheSize = -5 }, typeof(ArgumentOutOfRangeException),
                "CacheSize is the number of programs that are kept, 1 or more; it cannot be -5"),
            Of("negative cache bytes", () => _ = new CompileOptions { CacheBytes = -1 }, typeof(ArgumentOutOfRangeException),
                "CacheBytes is a number of bytes, 0 or more; it cannot be -1"),
        ];

    private static CompiledProgram Many(int results) =>
        Compiler.Compile(Programs.Trace(x => [.. Enumerable.Range(0, results).Select(i => x[0] + i)], X));

    [Test]
    public void A_program_may_have_a_thousand_results()
    {
        TensorData[] results = Many(1000).RunOnRubbish(X);
        Assert.That(results[999].Span<float>().ToArray(), Is.EqualTo(X.Span<float>().ToArray().Select(v => v + 999)).Within(1e-6).Percent);
    }

    [TestCaseSource(nameof(Mistakes))]
    public void A_mistake_is_named(Action run, Type error, string message) =>
        Assert.That(() => run(), Throws.TypeOf(error).With.Message.StartsWith(message));

    [Test]
    public void Neighbouring_memory_does_not_overlap()
    {
        float[] memory = new float[12];
        X.Span<float>().CopyTo(memory);
        One.Run<float, float>(memory.AsSpan(0, 6), memory.AsSpan(6));
        Assert.That(memory[6..], Is.EqualTo(memory[..6].Select(v => v * 2)));
    }

    [Test]
    public void Empty_tensors_overlap_nothing()
    {
        TensorData nothing = Samples.Uniform([0, 3]);
        CompiledProgram program = Compiler.Compile(Programs.Trace(x => [x[0] * 2, x[0].Sum(1)], nothing));
        Assert.That(() => program.Run([nothing], [nothing, TensorData.Zeros(new TensorType(DType.Float32, [0]))]), Throws.Nothing);
    }

    [Test]
    public void A_refused_run_changes_nothing([Values] bool generate)
    {
        var state = new State(TensorData.From([3], 1, 2, 3), "state");
        CompiledProgram program = Compiler.Compile(Programs.Trace(x =>
        {
            GraphTrace.Current!.Update(state, state.Read() + x[0].Sum(0));
            return [x[0] + Node.RandomUniform([3])];
        }, [X.Type], RandomState.Create(1)), new CompileOptions { GenerateCode = generate });
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        TensorData y = Programs.Rubbish(X.Type), rubbish = y.Clone();
        Assert.That(() => program.Run([X], [y], cancelled.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(() => program.Run([X], [X]), Throws.TypeOf<GraphException>());
        Assert.That(state.Value.Span<float>().ToArray(), Is.EqualTo(new float[] { 1, 2, 3 }));
        Assert.That(state.Version, Is.Zero);
        Comparison.AssertSameBits(y, rubbish);
        program.Run([X], [y], CancellationToken.None);
        Assert.That(state.Version, Is.EqualTo(1));
    }

    [Test]
    public void After_an_error_the_program_runs_as_before()
    {
        Assert.That(() => One.Run([X], [X]), Throws.TypeOf<GraphException>());
        Assert.That(One.RunOnRubbish(X)[0].Span<float>().ToArray(), Is.EqualTo(X.Span<float>().ToArray().Select(v => v * 2)));
    }

    private static void OverlapByOne()
    {
        float[] memory = new float[11];
        One.Run<float, float>(memory.AsSpan(0, 6), memory.AsSpan(5));
    }

    private static TestCaseData Of(string name, Action run, Type error, string message) =>
        new TestCaseData(run, error, message).SetArgDisplayNames(name);
}
