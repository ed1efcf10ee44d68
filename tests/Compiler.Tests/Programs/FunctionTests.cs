using System.Numerics.Tensors;
using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>A compiled function specialises itself by types, keeps a bounded number of programs, and shares kernels.</summary>
internal sealed class FunctionTests
{
    [Test]
    public void Results_come_in_new_tensors_when_none_are_given()
    {
        CompiledFunction function = Compiler.Compile((x, y) => x * 2 + y);
        TensorData a = TensorData.From([2], 1, 2), b = TensorData.From([2], 10, 20);
        TensorData first = function.Run(a, b), second = function.Run(b, a), third = function.For(a.Type, b.Type).RunAll(a, a)[0];
        Assert.That(first.Span<float>().ToArray(), Is.EqualTo(new float[] { 12, 24 }), "untouched by later runs");
        Assert.That(second.Span<float>().ToArray(), Is.EqualTo(new float[] { 21, 42 }));
        Assert.That(third.Span<float>().ToArray(), Is.EqualTo(new float[] { 3, 6 }));
        Assert.That(function.Recompiles, Is.Zero);
        Assert.That(() => function.Run(a), Throws.TypeOf<GraphException>());
        Assert.That(() => function.For(a.Type, b.Type).Run(a, TensorData.From([3], 1, 2, 3)),
            Throws.TypeOf<ShapeException>().Or.TypeOf<GraphException>());
    }

    [Test]
    public void Of_several_results_all_are_given_or_none()
    {
        CompiledFunction function = Compiler.Compile(x => [x[0] + 1, x[0] * 2]);
        TensorData a = TensorData.From([2], 1, 2);
        Assert.That(function.RunAll(a).Select(r => r.Span<float>().ToArray()), Is.EqualTo(new float[][] { [2, 3], [2, 4] }));
        Assert.That(() => function.Run(a),
            Throws.TypeOf<GraphException>().With.Message.EqualTo("run: the program gives 2 results, not one; RunAll gives them all"));
    }

    [Test]
    public void Shapes_of_equal_element_count_do_not_share_a_program()
    {
        CompiledFunction function = Compiler.Compile(x => x.Sum(0));
        CompiledProgram[] programs = [function.For([2, 6]), function.For([6, 2]), function.For([3, 4]), function.For([12])];
        Assert.That(programs, Is.Unique);
        Assert.That(function.Compilations, Is.EqualTo(4));
        Assert.That(function.Recompiles, Is.EqualTo(3));
        Assert.That(programs.Select(p => p.OutputTypes[0].Shape.ToString()), Is.EqualTo(new[] { "[6]", "[2]", "[4]", "[]" }));
    }

    [Test]
    public void Known_types_are_not_compiled_again()
    {
        CompiledFunction function = Compiler.Compile(x => x * 2);
        CompiledProgram first = function.For([2, 3]);
        function.For([3, 3]);
        Assert.That(function.For([2, 3]), Is.SameAs(first));
        Assert.That(function.Compilations, Is.EqualTo(2));
    }

    [Test]
    public void Element_types_make_programs_of_their_own()
    {
        CompiledFunction function = Compiler.Compile(x => x + x);
        foreach (DType dtype in (DType[])[DType.Float32, DType.Float64, DType.Int32, DType.Int64])
        {
            CompiledProgram program = function.For(new TensorType(dtype, [4]));
            Assert.That(program.OutputTypes[0].DType, Is.EqualTo(dtype));
        }
        Assert.That(function.Compilations, Is.EqualTo(4));
    }

    [Test]
    public void Only_the_most_recently_used_programs_are_kept()
    {
        CompiledFunction function = Compiler.Compile(x => x * 2, new CompileOptions { CacheSize = 3 });
        CompiledProgram one = function.For([1]);
        function.For([2]);
        function.For([3]);
        Assert.That(function.For([1]), Is.SameAs(one), "used again: now the most recent");
        function.For([4]);
        Assert.That(function.For([1]), Is.SameAs(one), "2 was the least recent");
        Assert.That(function.Compilations, Is.EqualTo(4));
        function.For([2]);
        Assert.That(function.Compilations, Is.EqualTo(5));
    }

    [Test]
    public void Services_with_batches_of_any_size_compile_each_once()
    {
        CompiledFunction function = Compiler.Compile(x => x.MatMul(x.T) + 1);
        for (int call = 0; call < 3; call++)
        {
            for (int batch = 1; batch <= 256; batch++)
            {
                function.For([batch, 4]);
            }
        }
        Assert.That(function.Compilations, Is.EqualTo(256));
    }

    [Test]
    public void Beyond_the_last_sixteen_programs_are_kept_as_long_as_their_memory_is_small()
    {
        static Node Function(Node x) => x.MatMul(x.T).Sum();
        CompiledFunction all = Compiler.Compile(Function);
        long[] bytes = [.. Enumerable.Range(1, 21).Select(k => all.For([8, k + 1]).Report.Memory.ArenaBytes)];
        CompiledFunction function = Compiler.Compile(Function, new CompileOptions { CacheBytes = bytes[1..].Sum() });
        CompiledProgram[] programs = [.. Enumerable.Range(1, 21).Select(k => function.For([8, k + 1]))];
        Assert.That(bytes, Is.All.GreaterThan(0));
        Assert.That(function.For([8, 3]), Is.SameAs(programs[1]), "the last 20 have as much as is allowed");
        Assert.That(function.For([8, 2]), Is.Not.SameAs(programs[0]), "the oldest went");
        CompiledFunction tight = Compiler.Compile(Function, new CompileOptions { CacheBytes = 0 });
        for (int call = 0; call < 2; call++)
        {
            for (int k = 1; k <= 16; k++)
            {
                tight.For([8, k]);
            }
        }
        Assert.That(tight.Compilations, Is.EqualTo(16), "the last 16 stay");
    }

    [Test]
    public void A_new_batch_size_compiles_no_new_kernel()
    {
        var weight = new Parameter(Samples.Uniform([37, 29]), "weight");
        CompiledFunction function = Compiler.Compile(x => x.Linear(weight).Gelu().LayerNorm([37]).Softmax(1).Sum(0) * 3.25);
        Assert.That(function.For([64, 29]).Report.NewKernels, Is.GreaterThan(0));
        foreach (int batch in (int[])[32, 33, 100, 512])
        {
            Assert.That(function.For([batch, 29]).Report.NewKernels, Is.Zero, $"batch {batch}");
        }
    }

    [Test]
    public void Functions_share_kernels_of_the_same_structure()
    {
        CompiledFunction first = Compiler.Compile(x => (x * 0.123).Tanh()), second = Compiler.Compile(x => (x * 0.123).Tanh()),
            other = Compiler.Compile(x => (x * 0.124).Tanh());
        Assert.That(first.For([7, 9]).Report.NewKernels, Is.EqualTo(1));
        Assert.That(second.For([5, 11]).Report.NewKernels, Is.Zero);
        Assert.That(other.For([7, 9]).Report.NewKernels, Is.EqualTo(1));
    }

    [Test]
    public void Training_is_part_of_the_function()
    {
        Node Noisy(Node x) => GraphTrace.Current!.Training ? x * 0 : x;
        TensorData x = Samples.Uniform([3]);
        CompiledFunction train = Compiler.Compile(Noisy, new CompileOptions { Training = true }), infer = Compiler.Compile(Noisy);
        Assert.That(train.For(x.Type).RunOnRubbish(x)[0].Span<float>().ToArray(), Is.All.EqualTo(0f));
        Comparison.AssertSameBits(infer.For(x.Type).RunOnRubbish(x)[0], x);
    }

    [Test]
    public void Every_form_of_run_gives_the_same()
    {
        CompiledFunction function = Compiler.Compile(x => x.Softmax(1) + 1);
        TensorData x = Samples.Uniform([4, 5]), expected = function.For(x.Type).RunOnRubbish(x)[0], y = Programs.Rubbish(x.Type);
        float[] span = new float[20];
        function.Run([x], [y]);
        function.For([4, 5]).ToDelegate<float, float>()(x.Span<float>(), span);
        Comparison.AssertSameBits(y, expected);
        Comparison.AssertSameBits(TensorData.From<float>([4, 5], span), expected);
        Comparison.AssertSameBits(TensorData.From<float>(function.Run(x.ToTensor<float>())), expected);
        Tensor<float> strided = Tensor.Create(new float[4 * 8], [4, 8]);
        TensorSpan<float> part = strided.AsTensorSpan().Slice(0..4, 2..7);
        x.ToTensor<float>().AsReadOnlyTensorSpan().CopyTo(part);
        function.Run<float, float>(part, part);
        Comparison.AssertSameBits(TensorData.From<float>(part), expected);
    }

    [Test]
    public void Programs_without_inputs_and_with_many_outputs_run()
    {
        CompiledProgram constant = Compiler.Compile(Programs.Trace(_ => [Node.Linspace(0, 1, 3) * 2], []));
        float[] y = new float[3];
        constant.Run<float>(y);
        Assert.That(y, Is.EqualTo(new float[] { 0, 1, 2 }));
        TensorData x = Samples.Uniform([3]);
        TensorData[] many = Programs.Run(i => [.. Enumerable.Range(1, 40).Select(k => i[0] * k)], x);
        Assert.That(many[39].Span<float>()[1], Is.EqualTo(x.Span<float>()[1] * 40));
    }

    [Test]
    public void The_same_value_may_be_several_outputs_and_inputs_may_be_outputs()
    {
        TensorData x = Samples.Uniform([3, 2]);
        TensorData[] y = Programs.Run(i =>
        {
            Node e = i[0].Exp();
            return [e, e, i[0], i[0], e.T, e.Reshape([6])];
        }, x);
        Comparison.AssertSameBits(y[1], y[0]);
        Comparison.AssertSameBits(y[2], x);
        Comparison.AssertSameBits(y[3], x);
        Assert.That(y[4].Span<float>()[1], Is.EqualTo(y[0].Span<float>()[2]));
        Assert.That(y[5].Span<float>().ToArray(), Is.EqualTo(y[0].Span<float>().ToArray()));
    }

    [Test]
    public void A_function_that_fails_to_trace_fails_again_and_leaves_the_others_usable()
    {
        CompiledFunction function = Compiler.Compile(x => x.MatMul(x));
        for (int i = 0; i < 2; i++)
        {
            Assert.That(() => function.For([2, 3]), Throws.TypeOf<ShapeException>().With.Message.Contains("(2x3 and 2x3)"));
        }
        Assert.That(GraphTrace.Current, Is.Null);
        Assert.That(function.For([3, 3]).OutputTypes[0].Shape, Is.EqualTo(Shape.Create([3, 3])));
    }

    [Test]
    public void Kernels_that_outlive_a_program_do_not_keep_its_parameters_alive()
    {
        WeakReference parameter = CompileAndForget();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.That(parameter.IsAlive, Is.False);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference CompileAndForget()
    {
        // A structure of its own, so that its kernel is new.
        var parameter = new Parameter(TensorData.Zeros(new TensorType(DType.Float32, [3, 5])));
        CompiledProgram program = Compiler.Compile(x => (x.Sin() * parameter).Cos() + 0.6180339).For([3, 5]);
        Assert.That(program.Report.NewKernels, Is.EqualTo(1));
        return new WeakReference(parameter);
    }
}
