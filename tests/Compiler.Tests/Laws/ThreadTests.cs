using NeuralJit.Kernels;
using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>Work that is large enough to be shared: the same bits for one thread and for two, and from many callers at once.</summary>
internal sealed class ThreadTests
{
    private static readonly (string Name, Func<Node[], Node[]> Function, Shape[] Shapes)[] Large =
        [
            ("element-wise", x => [(x[0] * x[1]).Tanh() + x[0]], [[100_003], [100_003]]),
            ("broadcast", x => [(x[0] + x[1]).Sigmoid()], [[300, 333], [333]]),
            ("transposed", x => [x[0].T * 2 + x[1]], [[300, 333], [333, 300]]),
            ("softmax", x => [x[0].Softmax(1)], [[700, 257]]),
            ("layer norm", x => [x[0].LayerNorm([257], x[1], x[2])], [[700, 257], [257], [257]]),
            ("row sums", x => [x[0].Sum(1)], [[2_000, 131]]),
            ("column sums", x => [x[0].Sum(0), (x[0] * x[0]).Sum(0)], [[500, 771]]),
            ("tall columns", x => [x[0].Sum(0), x[0].Max(0), (x[0] * x[1]).Sum(0, keepDims: true)], [[4_099, 70], [70]]),
            ("few tall columns", x => [x[0].Sum(0)], [[70_000, 3]]),
            ("sum of all", x => [x[0].Sum()], [[1 << 18]]),
            ("sum of a prime number of elements", x => [x[0].Sum(), x[0].Square().Mean()], [[131_101]]),
            ("matmul", x => [x[0].MatMul(x[1])], [[130, 140], [140, 150]]),
            ("linear", x => [x[0].Linear(x[1], x[2]).Relu()], [[130, 140], [150, 140], [150]]),
            ("batches", x => [x[0].MatMul(x[1])], [[20, 33, 40], [20, 40, 37]]),
            ("vector", x => [x[0].MatMul(x[1])], [[1, 700], [700, 900]]),
            ("gradient", x => [.. Gradients.Of(x[0].Linear(x[1], x[2]).Gelu().LogSoftmax(1).Square().Sum(), x[0], x[1], x[2])],
                [[90, 120], [110, 120], [110]]),
        ];

    private static IEnumerable<string> Names => Large.Select(l => l.Name);

    [TestCaseSource(nameof(Names))]
    public void One_thread_and_two_give_the_same_bits(string name)
    {
        (_, Func<Node[], Node[]> function, Shape[] shapes) = Large.Single(l => l.Name == name);
        TensorData[] inputs = [.. shapes.Select((s, i) => Samples.Uniform(s, -1, 1, i))];
        Graph graph = Programs.Trace(function, inputs);
        TensorData[] alone = Compiler.Compile(graph, new CompileOptions { Threads = 1 }).RunOnRubbish(inputs);
        TensorData[] expected = Interpreter.Run(graph, inputs);
        CompiledProgram shared = Compiler.Compile(graph, new CompileOptions { Threads = 2 });
        for (int run = 0; run < 3; run++)
        {
            TensorData[] together = shared.RunOnRubbish(inputs);
            for (int i = 0; i < alone.Length; i++)
            {
                Comparison.AssertSameBits(together[i], alone[i], $"run {run}");
                Comparison.AssertClose(together[i], expected[i]);
            }
        }
    }

    [Test]
    public void Eight_threads_on_one_program_get_the_same_bits()
    {
        TensorData x = Samples.Uniform([40, 33]);
        Parameter weight = new(Samples.Uniform([50, 33], seed: 2), "weight");
        CompiledFunction function = Compiler.Compile(n => n.Linear(weight).Relu().Softmax(1));
        TensorData expected = function.For(x.Type).RunOnRubbish(x)[0];
        TensorData[][] results = InThreads(8, _ => function.For(x.Type).RunOnRubbish(x)[0], repeat: 40);
        foreach (TensorData result in results.SelectMany(r => r))
        {
            Comparison.AssertSameBits(result, expected);
        }
    }

    [Test]
    public void Threads_that_bring_new_shapes_compile_each_once()
    {
        CompiledFunction function = Compiler.Compile(n => (n * 2).Sum(1));
        TensorData[][] results = InThreads(
            8, t => function.For([1 + (t % 4), 5]).RunOnRubbish(Samples.Uniform([1 + (t % 4), 5]))[0], repeat: 5);
        Assert.That(function.Compilations, Is.EqualTo(4));
        Assert.That(results.Select(r => r[0].Shape[0]), Is.EqualTo(new[] { 1, 2, 3, 4, 1, 2, 3, 4 }));
    }

    [Test]
    public void No_op_of_the_library_uses_more_threads_than_a_run_may([Values] bool generate, [Values(1, 2)] int most)
    {
        int before = WorkerPool.Threads;
        WorkerPool.Threads = 4;
        try
        {
            var shared = new Shared();
            TensorData x = Samples.Uniform([3]);
            CompiledProgram program = Compiler.Compile(
                Programs.Trace(n => [Node.Apply(shared, n[0])], x), new CompileOptions { Threads = most, GenerateCode = generate });
            program.RunOnRubbish(x);
            Assert.That(shared.Threads.Distinct().Count(), Is.InRange(1, most));
            shared.Threads.Clear();
            Compiler.Compile(Programs.Trace(n => [Node.Apply(shared, n[0])], x), new CompileOptions { GenerateCode = generate })
                .RunOnRubbish(x);
            Assert.That(shared.Threads.Distinct().Count(), Is.GreaterThan(most), "the limit ends with the run");
        }
        finally
        {
            WorkerPool.Threads = before;
        }
    }

    /// <summary>The identity, which waits a little on every thread that it may use.</summary>
    private sealed record Shared : Op
    {
        public System.Collections.Concurrent.ConcurrentBag<int> Threads { get; } = [];

        public override TensorType Infer(ReadOnlySpan<Node> inputs) => inputs[0].Type;

        public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y)
        {
            WorkerPool.Shared.Run((_, _, _) =>
            {
                Threads.Add(Environment.CurrentManagedThreadId);
                Thread.Sleep(10);
            }, 0, 64);
            StridedCopying.Copy(inputs[0], y);
        }
    }

    /// <summary>Runs a function in threads that start together; gives what each thread got, and throws what one threw.</summary>
    internal static T[][] InThreads<T>(int threads, Func<int, T> function, int repeat)
    {
        T[][] results = new T[threads][];
        using var start = new Barrier(threads);
        Task[] tasks = [.. Enumerable.Range(0, threads).Select(t => Task.Factory.StartNew(() =>
        {
            start.SignalAndWait();
            results[t] = [.. Enumerable.Range(0, repeat).Select(_ => function(t))];
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        Task.WaitAll(tasks);
        return results;
    }
}
