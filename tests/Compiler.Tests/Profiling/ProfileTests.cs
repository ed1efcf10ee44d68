using System.Text.Json;
using NeuralJit.NN;
using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>
/// A profile names every kernel with its times, changes nothing, and can be exported. No test looks at how long anything took.
/// </summary>
[NonParallelizable]
internal sealed class ProfileTests
{
    private static readonly TensorData X = Samples.Uniform([64, 256]);

    [Test]
    public void Every_kernel_has_its_times()
    {
        ProgramProfile profile = Wide().Profile(5, X);
        Assert.That(profile.Kernels.Select(k => k.Kernel), Is.EqualTo(profile.Report.Kernels.Where(k => !k.Prepared)));
        Assert.That(profile.Kernels.Select(k => k.Minimum), Is.All.Positive);
        Assert.That(profile.Kernels.Select(k => k.Median - k.Minimum), Is.All.Not.Negative);
        Assert.That(profile.Kernels.Sum(k => k.Share), Is.EqualTo(1).Within(1e-9));
        Assert.That(profile.WallMedian, Is.GreaterThanOrEqualTo(profile.WallMinimum).And.Positive);
        Assert.That(profile.Runs, Is.EqualTo(5));
        Assert.That(profile.ToString(), Does.Contain(profile.Kernels[0].Kernel.Name).And.Contain("(5 runs, "));
    }

    [Test]
    public void Pieces_cover_all_kernels_and_end_before_the_next_one_begins([Values(1, 2)] int threads)
    {
        ProgramProfile profile = Wide(new CompileOptions { Threads = threads }).Profile(2, X);
        Assert.That(profile.Pieces.Select(p => p.Kernel).Distinct(), Is.EqualTo(Enumerable.Range(0, profile.Kernels.Count)));
        for (int kernel = 1; kernel < profile.Kernels.Count; kernel++)
        {
            double end = profile.Pieces.Where(p => p.Kernel == kernel - 1).Max(p => p.Start + p.Duration);
            Assert.That(
                profile.Pieces.Where(p => p.Kernel == kernel).Min(p => p.Start), Is.GreaterThanOrEqualTo(end - 1e-6), $"kernel {kernel}");
        }
        Assert.That(profile.Threads[0], Is.EqualTo("caller"));
        Assert.That(profile.Threads, Is.Unique.And.Count.LessThanOrEqualTo(threads));
        Assert.That(profile.Pieces.Select(p => p.Thread), Is.All.InRange(0, profile.Threads.Count - 1));
        Assert.That(profile.MostThreads, Is.EqualTo(Math.Min(threads, Kernels.WorkerPool.Threads)));
    }

    [Test]
    public void Everything_that_a_training_step_changes_is_put_back()
    {
        State random = RandomState.Create(5);
        Sequential model = [new Linear(6, 8, seed: 1), new NN.Tanh(), new Dropout(0.5), new Linear(8, 3, seed: 2)];
        var adam = new Adam(model.Parameters());
        CompiledProgram program = Compiler.Compile(Programs.Trace(x =>
        {
            Node loss = model.Forward(x[0]).CrossEntropy(x[1]);
            adam.Step(loss);
            return [loss];
        }, [new TensorType(DType.Float32, [4, 6]), new TensorType(DType.Int64, [4])], random, training: true));
        Variable[] variables = [.. program.Report.Original.Updates.ToArray().Select(u => u.Variable), random];
        byte[][] before = [.. variables.Select(v => v.Value.Bytes.ToArray())];
        long[] versions = [.. variables.Select(v => v.Version)];
        ProgramProfile profile = program.Profile(3);
        Assert.That(variables.Select(v => v.Value.Bytes.ToArray()), Is.EqualTo(before));
        Assert.That(
            variables.Zip(versions, (v, version) => v.Version - version), Is.All.Positive, "whatever was prepared is prepared again");
        Assert.That(profile.Kernels, Is.Not.Empty);
    }

    [Test]
    public void What_was_prepared_from_later_values_is_prepared_again()
    {
        var weight = new Parameter(Samples.Uniform([5, 7]), "weight");
        CompiledProgram program = Compiler.Compile(x => x.Linear(weight)).For([3, 7]);
        TensorData x = Samples.Uniform([3, 7]), before = program.RunOnRubbish(x)[0];
        program.Profile(2);
        Comparison.AssertSameBits(program.RunOnRubbish(x)[0], before);
    }

    [Test]
    public void Inputs_are_checked()
    {
        CompiledProgram program = Wide();
        Assert.That(() => program.Profile(1, Samples.Uniform([3, 3])),
            Throws.TypeOf<ShapeException>().With.Message.Contains("input 0 is f32[64,256], got f32[3,3]"));
        Assert.That(() => program.Profile(1, X, X), Throws.TypeOf<GraphException>().With.Message.Contains("takes 1 inputs"));
        Assert.That(() => program.Profile(0), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Default_inputs_are_normal_numbers_zeros_and_false()
    {
        TensorType[] types = [.. Enum.GetValues<DType>().Select(d => new TensorType(d, [2000]))];
        TensorData[] inputs = DefaultInputs.For(types);
        Assert.That(inputs.Select(i => i.Type), Is.EqualTo(types));
        foreach (TensorData input in inputs)
        {
            double[] values = Comparison.Values(input);
            Assert.That(values.Average(), Is.Zero.Within(0.1), input.Type.ToString());
            Assert.That(values.Select(v => v * v).Average(), Is.EqualTo(input.DType.IsFloat ? 1 : 0).Within(0.1), input.Type.ToString());
        }
        Assert.That(DefaultInputs.For(types).Select(i => i.Bytes.ToArray()), Is.EqualTo(inputs.Select(i => i.Bytes.ToArray())));
    }

    [Test]
    public void The_trace_is_read_by_browsers()
    {
        ProgramProfile profile = Wide(new CompileOptions { Name = "wide" }).Profile(2, X);
        using var stream = new MemoryStream();
        profile.WriteTrace(stream);
        JsonElement[] events = [.. JsonDocument.Parse(stream.ToArray()).RootElement.EnumerateArray()];
        string[] names = [.. events.Where(e => Text(e, "ph") == "M").Select(e => Text(e.GetProperty("args"), "name"))];
        Assert.That(names, Is.EqualTo((string[])["wide", .. profile.Threads]));
        JsonElement[] pieces = [.. events.Where(e => Text(e, "ph") == "X")];
        Assert.That(pieces.Select(e => Text(e, "name")), Is.EqualTo(profile.Pieces.Select(p => profile.Kernels[p.Kernel].Kernel.Name)));
        Assert.That(pieces.Select(e => e.GetProperty("ts").GetDouble()), Is.EqualTo(profile.Pieces.Select(p => p.Start)));
        Assert.That(pieces.Select(e => e.GetProperty("dur").GetDouble()), Is.EqualTo(profile.Pieces.Select(p => p.Duration)));
        Assert.That(pieces.Select(e => e.GetProperty("tid").GetInt32()), Is.EqualTo(profile.Pieces.Select(p => p.Thread)));
        long[] flops = [.. pieces.Select(e => e.GetProperty("args").GetProperty("flops").GetInt64())];
        Assert.That(flops, Is.EqualTo(profile.Pieces.Select(p => profile.Kernels[p.Kernel].Kernel.Flops)).And.Some.Positive);
    }

    [Test]
    public void A_run_after_a_profile_allocates_nothing()
    {
        CompiledProgram program = Wide();
        program.Profile(1, X);
        Assert.That(program.AllocatedBytes(X), Is.Zero);
    }

    [Test]
    public void Without_generated_code_each_op_is_measured()
    {
        ProgramProfile profile = Wide(new CompileOptions { GenerateCode = false }).Profile(2, X);
        Assert.That(profile.Kernels.Select(k => k.Kernel.Kind), Is.Not.Empty.And.All.EqualTo("library"));
        Assert.That(profile.Pieces, Is.Not.Empty);
        Assert.That(profile.WallMinimum, Is.Positive);
    }

    [Test]
    public void The_machine_is_measured_once()
    {
        MachinePeak peak = MachinePeak.Measure(1);
        Assert.That(MachinePeak.Measure(1), Is.SameAs(peak));
        Assert.That(MachinePeak.Measure(), Is.SameAs(MachinePeak.Measure(Kernels.WorkerPool.Threads)));
        Assert.That(peak.FlopsPerSecond, Is.Positive.And.LessThan(double.PositiveInfinity));
        Assert.That(peak.BytesPerSecond, Is.Positive.And.LessThan(double.PositiveInfinity));
        Assert.That(() => MachinePeak.Measure(-1), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Least_times_follow_from_the_roofs()
    {
        var peak = new MachinePeak(1, FlopsPerSecond: 1e9, BytesPerSecond: 1e8);
        Assert.That(peak.RidgeIntensity, Is.EqualTo(10));
        Assert.That(peak.LeastMicroseconds(flops: 2000, bytes: 100), Is.EqualTo(2).Within(1e-12), "bound by operations");
        Assert.That(peak.LeastMicroseconds(flops: 100, bytes: 2000), Is.EqualTo(20).Within(1e-12), "bound by memory");
        KernelReport kernel = Wide().Report.Kernels.First(k => k.Flops > 0);
        double least = peak.LeastMicroseconds(kernel.Flops, kernel.BytesRead + kernel.BytesWritten);
        Assert.That(new KernelProfile(kernel, 2 * least, least, 1).EfficiencyOn(peak), Is.EqualTo(0.5).Within(1e-12));
        Assert.That(new KernelProfile(kernel, 2, 2, 1).FlopsPerSecond, Is.EqualTo(kernel.Flops / 2e-6).Within(1).Percent);
    }

    // A product large enough for several threads, then something that does not fuse with it.
    private static CompiledProgram Wide(CompileOptions? options = null) =>
        Compiler.Compile(Programs.Trace(x => [x[0].MatMul(x[0].T).Exp().Softmax(1), x[0].Sum(0)], X), options);

    private static string Text(JsonElement element, string property) => element.GetProperty(property).GetString()!;
}
