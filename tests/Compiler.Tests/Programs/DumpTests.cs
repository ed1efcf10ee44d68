using System.Text.RegularExpressions;
using NeuralJit.NN;
using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>The dump shows every kernel as C# that could be read and compiled, and who compiled it.</summary>
internal sealed partial class DumpTests
{
    private static readonly CompiledProgram Step = TrainingStep();

    private static IEnumerable<KernelReport> Generated => Step.Report.Kernels.Where(k => k.Kind != "library");

    [Test]
    public void Every_kernel_is_in_the_dump_once()
    {
        string dump = Step.Dump();
        foreach (KernelReport kernel in Step.Report.Kernels)
        {
            Assert.That(
                dump, Does.Contain($"// {kernel.Name} ({kernel.Kind}{(kernel.Prepared ? ", prepared" : "")}): {kernel.Description}"));
            Assert.That(dump, Does.Contain(kernel.Source));
        }
        Assert.That(Generated.Select(k => k.Name), Is.Unique);
        Assert.That(
            Step.Report.Kernels.Select(k => k.Kind).Distinct(), Is.SupersetOf(new[] { "loop", "column", "contraction", "library" }));
        Assert.That(dump, Does.Contain("// graph\n%0 = ").And.Contain($"vectors of {Step.Report.VectorBits} bits")
            .And.Contain(Step.Report.LambdaCompiler));
    }

    [TestCaseSource(nameof(Generated))]
    public void Sources_have_balanced_brackets_and_declare_every_local_once(KernelReport kernel)
    {
        Assert.That(kernel.Source, Does.StartWith("static void k"));
        Assert.That(Balance(kernel.Source, '{', '}'), Is.True);
        Assert.That(Balance(kernel.Source, '(', ')'), Is.True);
        string[] declared = [.. Declaration().Matches(kernel.Source).Select(m => m.Groups[1].Value)];
        Assert.That(declared, Is.Not.Empty);
        Assert.That(declared, Is.Unique);
        foreach (Match assignment in Assignment().Matches(kernel.Source))
        {
            Assert.That(declared, Does.Contain(assignment.Groups[1].Value), assignment.Value);
        }
    }

    [Test]
    public void Brackets_that_do_not_balance_fail_the_law() =>
        Assert.That((Balance("{ { }", '{', '}'), Balance("} {", '{', '}'), Balance("{ { } }", '{', '}')), Is.EqualTo((false, false, true)));

    [Test]
    public void Each_width_shows_in_the_source([ValueSource(typeof(Programs), nameof(Programs.Widths))] int bits)
    {
        CompiledProgram program = Compiler.Compile(
            Programs.Trace(x => [x[0].Exp()], Samples.Uniform([5])), new CompileOptions { VectorBits = bits });
        Assert.That(program.Report.VectorBits, Is.EqualTo(bits));
        Assert.That(program.Report.Kernels[0].Source, Does.Contain(bits == 32 ? "SimdScalar<float>" : $"Simd{bits}<float>"));
    }

    [Test]
    public void A_given_lambda_compiler_compiles_every_kernel_and_is_named()
    {
        var counting = new CountingCompiler("counting");
        CompiledProgram program = Compiler.Compile(
            Programs.Trace(x => [x[0].Softmax(1).MatMul(x[0])], Samples.Uniform([5, 5])), new CompileOptions { LambdaCompiler = counting });
        Assert.That(counting.Compiled, Has.Count.EqualTo(program.Report.NewKernels).And.Count.EqualTo(2));
        Assert.That(program.Report.LambdaCompiler, Is.EqualTo("counting"));
        Assert.That(program.Dump(), Does.Contain("counting"));
        Programs.AssertAgrees(
            "counting", program.Report.Original, new CompileOptions { LambdaCompiler = counting }, Samples.Uniform([5, 5]));
        Assert.That(counting.Compiled, Has.Count.EqualTo(2), "known by their structure");
    }

    [Test]
    public void Fast_expression_compiler_compiles_unless_another_is_asked_for()
    {
        Assert.That(LambdaCompilers.Default, Is.SameAs(LambdaCompilers.Fast));
        Assert.That(LambdaCompilers.Fast.Name, Is.EqualTo("FastExpressionCompiler"));
        Assert.That(LambdaCompilers.System.Name, Is.EqualTo("LambdaExpression.Compile"));
        Assert.That(Step.Report.LambdaCompiler, Is.EqualTo("FastExpressionCompiler"));
        Assert.That(Generated.Select(k => k.LambdaCompiler), Is.All.EqualTo("FastExpressionCompiler"), "it declines none");
        Assert.That(Step.Report.Kernels.Where(k => k.Kind == "library").Select(k => k.LambdaCompiler), Is.Not.Empty.And.All.Null);
    }

    [Test]
    public void What_a_compiler_declines_or_gets_wrong_is_compiled_by_the_framework_and_the_report_says_so([Values] bool throws)
    {
        var picky = new PickyCompiler("matmul", throws);
        TensorData x = Samples.Uniform([5, 5]);
        CompiledProgram program = Programs.AssertAgrees(
            "declined", Programs.Trace(i => [i[0].Softmax(1).MatMul(i[0])], x), new CompileOptions { LambdaCompiler = picky }, x);
        Assert.That(program.Report.LambdaCompiler, Is.EqualTo(picky.Name));
        Assert.That(program.Report.Kernels.Select(k => k.LambdaCompiler), Is.EqualTo((string[])[picky.Name, "LambdaExpression.Compile"]));
        Assert.That(program.Dump(), Does.Contain("_matmul (contraction, by LambdaExpression.Compile): ").And.Contain(" (loop): "));
    }

    [Test]
    public void Other_errors_of_a_compiler_are_not_hidden() =>
        Assert.That(() => Compiler.Compile(Programs.Trace(i => [i[0].Exp()], Samples.Uniform([5])),
            new CompileOptions { LambdaCompiler = new PickyCompiler("", error: new NotSupportedException()) }),
            Throws.TypeOf<NotSupportedException>());

    private static CompiledProgram TrainingStep()
    {
        Sequential model = [new Linear(20, 30, seed: 1), new ReLU(), new NN.LayerNorm([30]), new Linear(30, 5, seed: 2)];
        var optimizer = new Adam(model.Parameters());
        TensorData x = Samples.Uniform([16, 20]), labels = Samples.Longs([16], 0, 5);
        return Compiler.Compile(Programs.Trace(i =>
        {
            Node loss = model.Forward(i[0]).CrossEntropy(i[1]);
            optimizer.Step(loss);
            return [loss];
        }, [x.Type, labels.Type], training: true));
    }

    private static bool Balance(string text, char open, char close)
    {
        int depth = 0;
        foreach (char c in text)
        {
            depth += c == open ? 1 : c == close ? -1 : 0;
            if (depth < 0)
            {
                return false;
            }
        }
        return depth == 0;
    }

    [GeneratedRegex(@"^ +(?:long|int|float|double|Vector\d+<\w+>) (\w+) = ", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^ +(\w+) = ", RegexOptions.Multiline)]
    private static partial Regex Assignment();
}
