using NeuralJit.NN;
using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>Without generated code a program runs on the library's kernels: same results, and the report says so.</summary>
internal sealed class FallbackTests
{
    private static readonly CompileOptions NoCode = new() { GenerateCode = false };

    private static IEnumerable<OpCase> Rows => OpTable.All.Where((_, i) => i % 5 == 0);

    [TestCaseSource(nameof(Rows))]
    public void Results_are_those_of_generated_code(OpCase row)
    {
        Graph graph = row.ToGraph();
        TensorData generated = Compiler.Compile(row.ToGraph()).RunOnRubbish(row.Inputs)[0],
            fallback = Compiler.Compile(graph, NoCode).RunOnRubbish(row.Inputs)[0];
        Comparison.AssertClose(fallback, generated);
    }

    [Test]
    public void A_training_run_is_that_of_generated_code()
    {
        float[] Train(bool generate)
        {
            Sequential model = [new Linear(6, 8, seed: 1), new NN.Tanh(), new Dropout(0.2), new Linear(8, 3, seed: 2)];
            var optimizer = new Adam(model.Parameters(), 0.05);
            CompiledFunction step = Compiler.Compile((x, labels) =>
            {
                Node loss = model.Forward(x).CrossEntropy(labels);
                optimizer.Step(loss);
                return loss;
            }, new CompileOptions { Training = true, GenerateCode = generate, Random = RandomState.Create(3) });
            TensorData x = Samples.Uniform([12, 6]), labels = Samples.Longs([12], 0, 3);
            CompiledProgram program = step.For(x.Type, labels.Type);
            return [.. Enumerable.Range(0, 10).Select(_ => program.RunOnRubbish(x, labels)[0].Item<float>())];
        }
        float[] generated = Train(true), fallback = Train(false);
        Assert.That(fallback, Is.EqualTo(generated).Within(1e-4));
        Assert.That(generated[^1], Is.LessThan(generated[0]));
    }

    [Test]
    public void The_report_says_so()
    {
        CompilationReport report = Compiler.Compile(Programs.Trace(x => [x[0].Softmax(1)], Samples.Uniform([2, 3])), NoCode).Report;
        Assert.That(report.LambdaCompiler, Is.EqualTo("none: dynamic code is off, the graph runs on the library's kernels"));
        Assert.That(report.Kernels.Select(k => k.Kind), Is.Not.Empty.And.All.EqualTo("library"));
        Assert.That(report.NewKernels, Is.Zero);
        Assert.That(report.ToString(), Does.Contain("dynamic code is off"));
    }

    [Test]
    public void Code_is_generated_by_default_where_it_can_be() =>
        Assert.That(CompileOptions.Default.GenerateCode, Is.EqualTo(System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeCompiled));

    [Test]
    public void No_lambda_is_built_without_code()
    {
        var counting = new CountingCompiler("counting without code");
        Compiler.Compile(Programs.Trace(x => [x[0].Softmax(1)], Samples.Uniform([2, 3])), NoCode with { LambdaCompiler = counting })
            .RunOnRubbish(Samples.Uniform([2, 3]));
        Assert.That(counting.Compiled, Is.Empty);
    }
}
