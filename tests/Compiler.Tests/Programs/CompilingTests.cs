using System.Linq.Expressions;

namespace NeuralJit.Compilation.Tests;

/// <summary>
/// Compiling waits for nobody without need: neither for the thread pool, nor a known program for the compilation of another.
/// </summary>
[NonParallelizable]
internal sealed class CompilingTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    [Test]
    public void Kernels_are_compiled_while_the_thread_pool_is_blocked()
    {
        ThreadPool.GetMaxThreads(out int most, out int ports);
        int blockers = 8 * Environment.ProcessorCount, left = blockers;
        // Not disposed: a blocked thread may come late.
        var release = new ManualResetEventSlim();
        Assert.That(ThreadPool.SetMaxThreads(Environment.ProcessorCount, ports));
        try
        {
            for (int i = 0; i < blockers; i++)
            {
                ThreadPool.UnsafeQueueUserWorkItem(_ =>
                {
                    release.Wait();
                    Interlocked.Decrement(ref left);
                }, null);
            }
            float[]? result = null;
            var compiling = new Thread(() =>
                result = Several(new CountingCompiler($"blocked pool {Guid.NewGuid()}")).RunOnRubbish(Ones(5))[^1].Span<float>().ToArray());
            compiling.Start();
            Assert.That(compiling.Join(Long), "compiling ends");
            Assert.That(result, Is.EqualTo(Enumerable.Repeat(2f, 5)).Within(1e-6));
            Assert.That(Volatile.Read(ref left), Is.EqualTo(blockers), "while the pool was blocked");
        }
        finally
        {
            ThreadPool.SetMaxThreads(most, ports);
            release.Set();
            SpinWait.SpinUntil(() => Volatile.Read(ref left) == 0, Long);
        }
    }

    [Test]
    public void An_item_that_throws_is_thrown_to_the_caller_and_all_others_end()
    {
        int done = 0;
        int[] items = [.. Enumerable.Range(0, 200)];
        HelpedLoop<int>.Run(items, _ => Interlocked.Increment(ref done));
        Assert.That(done, Is.EqualTo(200));
        Assert.That(() => HelpedLoop<int>.Run(items, i => _ = i == 3 ? throw new InvalidOperationException("three") : i),
            Throws.InvalidOperationException.With.Message.EqualTo("three"));
        Assert.That(() => HelpedLoop<int>.Run([], _ => { }), Throws.Nothing);
    }

    [Test]
    public void A_known_program_does_not_wait_for_the_compilation_of_another()
    {
        using var compiler = new Gated();
        CompiledFunction function = Compiler.Compile(
            x => x.Rank == 1 ? x.Tanh() + 1 : x.Softmax(1), new CompileOptions { LambdaCompiler = compiler });
        CompiledProgram known = function.For([3]);
        compiler.Close();
        CompiledProgram? other = null;
        var thread = new Thread(() => other = function.For([9, 500]));
        thread.Start();
        Assert.That(compiler.Waiting.Wait(Long), Is.True, "a compilation is under way");
        CompiledProgram? found = null;
        var asking = new Thread(() =>
        {
            found = function.For([3]);
            function.Run([Ones(3)], [Ones(3)]);
        });
        asking.Start();
        Assert.That(asking.Join(Long), "a known shape is found meanwhile");
        Assert.That(found, Is.SameAs(known));
        Assert.That(other, Is.Null);
        compiler.Open();
        Assert.That(thread.Join(Long));
        Assert.That(other, Is.Not.Null);
    }

    [Test]
    public void Threads_that_want_the_same_program_compile_it_once()
    {
        int traced = 0;
        CompiledFunction function = Compiler.Compile(x =>
        {
            Interlocked.Increment(ref traced);
            Thread.Sleep(50);
            return x.Exp() - 1;
        });
        CompiledProgram[][] programs = ThreadTests.InThreads(6, t => function.For([t % 2 + 3]), repeat: 1);
        Assert.That(traced, Is.EqualTo(2));
        Assert.That(function.Compilations, Is.EqualTo(2));
        Assert.That(programs.SelectMany(p => p).Distinct().Count(), Is.EqualTo(2));
        Assert.That(function.History, Has.Count.EqualTo(2));
    }

    [Test]
    public void A_compilation_that_fails_is_tried_again_by_who_waited_and_by_who_asks_next()
    {
        var compiler = new Failing($"fails {Guid.NewGuid()}") { Fails = true };
        CompiledFunction function = Compiler.Compile(x => x.Tanh() * 3 + x.Sum(), new CompileOptions { LambdaCompiler = compiler });
        for (int i = 0; i < 2; i++)
        {
            Assert.That(() => function.For([5]), Throws.InvalidOperationException.With.Message.EqualTo("no memory"));
        }
        bool[][] failed = ThreadTests.InThreads(3, _ =>
        {
            try
            {
                function.For([5]);
                return false;
            }
            catch (InvalidOperationException)
            {
                return true;
            }
        }, repeat: 1);
        Assert.That(failed.SelectMany(f => f), Is.All.True);
        compiler.Fails = false;
        Assert.That(function.For([5]).RunOnRubbish(Ones(5))[0].Span<float>()[0], Is.EqualTo((3 * Math.Tanh(1)) + 5).Within(1e-5));
        Assert.That(function.Compilations, Is.EqualTo(1));
    }

    [Test]
    public void A_function_that_asks_for_itself_is_told_so()
    {
        CompiledFunction? function = null;
        function = Compiler.Compile(x =>
        {
            function!.For(x.Type);
            return x;
        });
        Assert.That(
            () => function.For([2]), Throws.TypeOf<GraphException>().With.Message.Contains("asks for its own program for (f32[2])"));
    }

    [Test]
    public void A_function_that_asks_for_itself_for_other_types_and_another_thread_do_not_wait_for_each_other()
    {
        CompiledFunction? function = null;
        using ManualResetEventSlim traced = new(), go = new();
        function = Compiler.Compile(x =>
        {
            if (x.Shape[0] == 3)
            {
                traced.Set();
                go.Wait();
                function!.For([4]);
            }
            return x + 1;
        });
        Task<CompiledProgram> outer = InThread(() => function.For([3]));
        Assert.That(traced.Wait(Long));
        Task<CompiledProgram> inner = InThread(() => function.For([4]));
        // Time for it to begin to wait.
        Assert.That(inner.Wait(50), Is.False);
        go.Set();
        Assert.That(Task.WaitAll([outer, inner], Long), "both are compiled");
        Assert.That(inner.Result, Is.SameAs(function.For([4])));
        Assert.That(function.Compilations, Is.EqualTo(2));
    }

    [Test]
    public void Functions_that_ask_for_each_other_on_two_threads_are_told_so_and_work_afterwards()
    {
        CompiledFunction? first = null, second = null;
        using var both = new Barrier(2);
        bool meet = true;
        first = Compiler.Compile(x => Ask(x, () => second!));
        second = Compiler.Compile(x => Ask(x, () => first!));
        Task<CompiledProgram>[] tasks = [InThread(() => first.For([3])), InThread(() => second.For([3]))];
        Assert.That(() => Task.WaitAll(tasks, Long), Throws.TypeOf<AggregateException>());
        Assert.That(tasks.Count(t => t.IsFaulted), Is.EqualTo(1), "one is told, and the other goes on");
        Assert.That(tasks.Single(t => t.IsFaulted).Exception!.InnerException,
            Is.TypeOf<GraphException>().With.Message.Contains("ask for each other's programs"));
        meet = false;
        Assert.That(new[] { first.For([3]), second.For([3]) }, Is.All.Not.Null);

        Node Ask(Node x, Func<CompiledFunction> other)
        {
            if (x.Shape[0] == 3)
            {
                _ = !meet || both.SignalAndWait(Long);
                other().For([4]);
            }
            return x + 1;
        }
    }

    private static Task<CompiledProgram> InThread(Func<CompiledProgram> function) =>
        Task.Factory.StartNew(function, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    [Test]
    public void The_kernels_that_were_used_longest_ago_make_room()
    {
        var cache = new KernelCache(64);
        CompiledKernel Ask(int i, out bool isNew) =>
            cache.For(Key($"{i}"), () => new CompiledKernel(LambdaCompilers.System, null!, () => null!), out isNew);
        CompiledKernel always = Ask(-1, out _);
        for (int i = 0; i < 1_000; i++)
        {
            Ask(i, out bool isNew);
            Assert.That(isNew);
            Assert.That(cache.Count, Is.InRange(Math.Min(56, i + 2), 64));
            Assert.That(Ask(-1, out _), Is.SameAs(always), "what is in use stays");
        }
        for (int i = 960; i < 1_000; i++)
        {
            Ask(i, out bool isNew);
            Assert.That(isNew, Is.False, $"{i}");
        }
    }

    [Test]
    public void Many_threads_share_a_kernel_cache()
    {
        var cache = new KernelCache(100);
        int made = 0;
        CompiledKernel[][] seen = ThreadTests.InThreads(
            4, _ => cache.For(Key("one"), () => new CompiledKernel(LambdaCompilers.System, null!, () => null!), out bool _), repeat: 50);
        Assert.That(seen.SelectMany(s => s).Distinct().Count(), Is.EqualTo(1));
        ThreadTests.InThreads(4, t =>
        {
            for (int i = 0; i < 500; i++)
            {
                cache.For(Key($"{t} {i}"), () => new CompiledKernel(LambdaCompilers.System, null!, () => null!), out bool isNew);
                Interlocked.Add(ref made, isNew ? 1 : 0);
            }
            return 0;
        }, repeat: 1);
        Assert.That(made, Is.EqualTo(2_000));
        Assert.That(cache.Count, Is.InRange(1, 104));
    }

    private static KernelKey Key(string name) =>
        new(name, 512, new LoopKernel(new KernelBody(DType.Float32, [], [], []), LoopForm.Flat, 0, []));

    private static TensorData Ones(int count) => TensorData.From([count], [.. Enumerable.Repeat(1f, count)]);

    // Several kernels that nobody else has: the name of the compiler is part of their key.
    private static CompiledProgram Several(ILambdaCompiler compiler) => Compiler.Compile(
        Programs.Trace(x => [x[0].Tanh(), x[0].Sum(), x[0].Softmax(0), x[0] + x[0].Max(), x[0] * 2], Ones(5)),
            new CompileOptions { LambdaCompiler = compiler });

    /// <summary>Compiles when it is open.</summary>
    private sealed class Gated : ILambdaCompiler, IDisposable
    {
        private readonly ManualResetEventSlim open = new(true);

        public string Name { get; } = $"gated {Guid.NewGuid()}";

        public ManualResetEventSlim Waiting { get; } = new();

        public void Close() => open.Reset();

        public void Open() => open.Set();

        public void Dispose()
        {
            open.Dispose();
            Waiting.Dispose();
        }

        public TDelegate Compile<TDelegate>(Expression<TDelegate> lambda) where TDelegate : Delegate
        {
            if (!open.IsSet)
            {
                Waiting.Set();
                open.Wait();
            }
            return lambda.Compile();
        }
    }

    /// <summary>Fails while told to.</summary>
    private sealed class Failing(string name) : ILambdaCompiler
    {
        public string Name => name;

        public bool Fails { get; set; }

        public TDelegate Compile<TDelegate>(Expression<TDelegate> lambda) where TDelegate : Delegate =>
            Fails ? throw new InvalidOperationException("no memory") : lambda.Compile();
    }
}
