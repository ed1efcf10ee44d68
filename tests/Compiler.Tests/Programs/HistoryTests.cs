namespace NeuralJit.Compilation.Tests;

/// <summary>A compiled function says why it compiled each of its programs.</summary>
internal sealed class HistoryTests
{
    private static readonly TensorType Small = F32([32, 64]), Large = F32([33, 64]), Wide = new(DType.Float64, [32, 64]);

    private static IEnumerable<TestCaseData> Calls()
    {
        yield return Of("first", [[Small]], SpecialisationReason.FirstCall, "the first call");
        yield return Of("shape", [[Small], [Large]], SpecialisationReason.OtherInputs, "input 0 was f32[32,64], is f32[33,64]");
        yield return Of("dtype", [[Small], [Wide]], SpecialisationReason.OtherInputs, "input 0 was f32[32,64], is f64[32,64]");
        yield return Of("the second of two", [[Small, Small], [Small, Large]], SpecialisationReason.OtherInputs,
            "input 1 was f32[32,64], is f32[33,64]");
        yield return Of("both of two", [[Small, Small], [Large, Large]], SpecialisationReason.OtherInputs,
            "input 0 was f32[32,64], is f32[33,64]; input 1 was f32[32,64], is f32[33,64]");
        yield return Of("the number of inputs", [[Small], [Small, Small]], SpecialisationReason.OtherInputs,
            "the call before had 1 input, this one has 2");
        yield return Of("against the call before, not the first", [[Small], [Large], [Small], [Wide]], SpecialisationReason.OtherInputs,
            "input 0 was f32[32,64], is f64[32,64]");
        yield return Of("dropped", [[Small], [Large], [Wide], [Small]], SpecialisationReason.Dropped,
            "the program for (f32[32,64]) was dropped from the cache, which keeps up to 2 programs of up to 256 MiB, and is needed again");
    }

    [TestCaseSource(nameof(Calls))]
    public void The_last_entry_says_what_changed(TensorType[][] calls, SpecialisationReason reason, string cause)
    {
        CompiledFunction function = Compiler.Compile(x => [x[0] * 2], new CompileOptions { CacheSize = 2 });
        CompiledProgram? program = null;
        foreach (TensorType[] types in calls)
        {
            program = function.For(types);
        }
        Specialisation last = function.History[^1];
        Assert.That(last.Reason, Is.EqualTo(reason));
        Assert.That(last.Cause, Is.EqualTo(cause));
        Assert.That(last.InputTypes, Is.EqualTo(calls[^1]));
        Assert.That(last.ToString(), Is.EqualTo($"({string.Join(", ", calls[^1])}): {cause}"));
        Assert.That(program!.Report.Cause, Is.EqualTo(cause));
        Assert.That(last.CompileTime, Is.EqualTo(program.Report.CompileTime));
    }

    [Test]
    public void Known_types_leave_no_entry_and_failures_neither()
    {
        CompiledFunction function = Compiler.Compile(x => x.MatMul(x));
        function.For([3, 3]);
        function.For([3, 3]);
        Assert.That(() => function.For([2, 3]), Throws.TypeOf<ShapeException>());
        Assert.That(function.History, Has.Count.EqualTo(1));
        Assert.That(function.Compilations, Is.EqualTo(1));
    }

    [Test]
    public void A_graph_has_fixed_types() =>
        Assert.That(Compiler.Compile(Programs.Trace(x => [x[0] * 2], [Small])).Report.Cause, Is.EqualTo("a graph of fixed types"));

    private static TensorType F32(Shape shape) => new(DType.Float32, shape);

    private static TestCaseData Of(string name, TensorType[][] calls, SpecialisationReason reason, string cause) =>
        new TestCaseData(calls, reason, cause).SetArgDisplayNames(name);
}
