using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>Runs that change variables have them alone; runs beside them see one version, never a mix.</summary>
internal sealed class ConcurrencyTests
{
    private const int Rows = 65, Columns = 70;

    private static readonly bool[] Modes = [true, false];

    [Test]
    public void Two_training_programs_on_one_model_lose_no_update([ValueSource(nameof(Modes))] bool generate)
    {
        const int Runs = 100;
        var shared = new Parameter(TensorData.Zeros(new TensorType(DType.Float32, [Rows, Columns])), "shared");
        var own = new State(TensorData.Zeros(new TensorType(DType.Float32, [1])), "own");
        CompiledProgram[] programs =
            [
                Adding(generate, (shared, 1)), Adding(generate, (shared, 2), (own, 1)), Adding(generate, (own, 1)),
            ];
        ThreadTests.InThreads(3, t => programs[t].RunOnRubbish(), repeat: Runs);
        Assert.That(shared.Value.Span<float>().ToArray(), Is.All.EqualTo(3f * Runs));
        Assert.That(own.Value.Item<float>(), Is.EqualTo(2f * Runs));
        Assert.That(shared.Version, Is.EqualTo(2 * Runs));
    }

    // All elements of both weights have the number of the step: a result that mixes two versions is not one number.
    [Test]
    public void Inference_beside_training_sees_one_version([ValueSource(nameof(Modes))] bool generate)
    {
        var a = new Parameter(TensorData.Zeros(new TensorType(DType.Float32, [Rows, Columns])), "a");
        var b = new Parameter(TensorData.Zeros(new TensorType(DType.Float32, [Rows, Columns])), "b");
        CompiledProgram train = Adding(generate, (a, 1), (b, 1));
        CompiledProgram infer = Compiler.Compile(
            Programs.Trace(x =>
                [x[0].MatMul(a.Read().T), x[0].MatMul(b.Read().T), a.Read() * 1f + 0.5], [new TensorType(DType.Float32, [3, Columns])]),
            new CompileOptions { GenerateCode = generate });
        TensorData ones = TensorData.From([3, Columns], [.. Enumerable.Repeat(1f, 3 * Columns)]);
        float[][][] seen = ThreadTests.InThreads(4, t =>
        {
            if (t == 0)
            {
                train.RunOnRubbish();
                return [];
            }
            TensorData[] results = infer.RunOnRubbish(ones);
            return results[0].Span<float>().ToArray().Concat(results[1].Span<float>().ToArray())
                .Concat(results[2].Span<float>().ToArray().Select(v => (v - 0.5f) * Columns)).Distinct().ToArray();
        }, repeat: 60);
        foreach (float[] values in seen[1..].SelectMany(s => s))
        {
            Assert.That(values, Has.Length.EqualTo(1), $"a mix of the versions {string.Join(", ", values.Select(v => v / Columns))}");
        }
        Assert.That(a.Value.Span<float>()[0], Is.EqualTo(60));
    }

    [Test]
    public void Versions_that_a_thread_sees_never_go_back()
    {
        var a = new Parameter(TensorData.Zeros(new TensorType(DType.Float32, [Columns])), "a");
        CompiledProgram train = Adding(true, (a, 1));
        CompiledProgram infer = Compiler.Compile(Programs.Trace(_ => [a.Read().Max() * 1], []));
        float[][] seen = ThreadTests.InThreads(
            3, t => t == 0 ? train.RunOnRubbish().Length : infer.RunOnRubbish()[0].Item<float>(), repeat: 100);
        Assert.That(seen[1], Is.Ordered);
        Assert.That(seen[2], Is.Ordered);
        Assert.That(infer.RunOnRubbish()[0].Item<float>(), Is.EqualTo(100));
    }

    [Test]
    public void Random_programs_that_share_a_state_draw_each_step_once()
    {
        State random = RandomState.Create(3);
        CompiledFunction function = Compiler.Compile(x => x + Node.RandomUniform([8]), new CompileOptions { Random = random });
        TensorData zero = TensorData.Zeros(new TensorType(DType.Float32, [8]));
        TensorData[][] drawn = ThreadTests.InThreads(4, _ => function.For(zero.Type).RunOnRubbish(zero)[0], repeat: 25);
        Assert.That(drawn.SelectMany(d => d).Select(d => d.Span<float>()[0]).Distinct().Count(), Is.EqualTo(100));
        Assert.That(random.Value.Span<ulong>()[1], Is.EqualTo(100));
    }

    private static CompiledProgram Adding(bool generate, params (Variable Variable, double Step)[] updates) =>
        Compiler.Compile(Programs.Trace(_ =>
    {
        foreach ((Variable variable, double step) in updates)
        {
            GraphTrace.Current!.Update(variable, variable.Read() + step);
        }
        return [];
    }, []), new CompileOptions { GenerateCode = generate });
}
