using NeuralJit.NN;
using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>Right programs pass, whatever they compute, and are as they were before.</summary>
internal sealed class VerifyTests
{
    private static IEnumerable<OpCase> Rows => OpTable.All;

    [TestCaseSource(nameof(Rows))]
    public void Every_row_of_the_op_table_passes_after_every_pass_too(OpCase row)
    {
        CompiledProgram program = Compiler.Compile(row.ToGraph());
        VerificationReport report = program.Verify(new VerifyOptions { Tolerance = ToleranceOf(row, program) }, row.Inputs);
        Assert.That(report.Passed, report.ToString);
        Assert.That(report.Culprit, Is.Null);
        TensorData[] expected = Interpreter.Run(program.Report.Original, row.Inputs);
        foreach (PassReport pass in program.Report.Passes)
        {
            TensorData actual = Interpreter.Run(pass.After, row.Inputs)[0];
            Comparison.AssertClose(actual, expected[0], pass.Name, Math.Max(row.Tolerance, Comparison.ToleranceOf(actual.DType)));
        }
    }

    private static IEnumerable<TestCaseData> Models()
    {
        yield return Model("an MLP",
            [new Linear(6, 8, seed: 1), new NN.Tanh(), new Dropout(0.3), new NN.LayerNorm([8]), new Linear(8, 3, seed: 2)], [4, 6]);
        yield return Model("convolutions", [new Conv2d(2, 5, 3, padding: 1, seed: 1), new BatchNorm2d(5), new ReLU(), new MaxPool2d(2),
            new Conv2d(5, 8, 1, seed: 2), new ReLU(),
            new Conv2d(8, 8, 3, stride: 2, padding: 1, groups: 8, seed: 3), new Flatten(), new Linear(8 * 3 * 3, 3, seed: 4)],
                [4, 2, 10, 11]);
    }

    [TestCaseSource(nameof(Models))]
    public void Training_steps_pass_and_change_nothing(Sequential model, Shape input)
    {
        State random = RandomState.Create(5);
        var adam = new Adam(model.Parameters());
        CompiledProgram program = Compiler.Compile(Programs.Trace(x =>
        {
            Node loss = model.Forward(x[0]).CrossEntropy(x[1]);
            adam.Step(loss);
            return [loss];
        }, [new TensorType(DType.Float32, input), new TensorType(DType.Int64, [4])], random, training: true));
        Variable[] variables = [.. program.Report.Original.Updates.ToArray().Select(u => u.Variable), random];
        byte[][] before = [.. variables.Select(v => v.Value.Bytes.ToArray())];
        VerificationReport report = program.Verify();
        Assert.That(report.Passed, report.ToString);
        Assert.That(report.Results.Select(r => r.Name),
            Is.EqualTo((string[])["output 0", .. program.Report.Original.Updates.ToArray().Select(u => $"\"{u.Variable.Name}\"")]));
        Assert.That(variables.Select(v => v.Value.Bytes.ToArray()), Is.EqualTo(before));
    }

    [TestCaseSource(nameof(Models))]
    public void Inference_passes_after_every_pass_too(Sequential model, Shape input)
    {
        CompiledProgram program = Compiler.Compile(x => model.Forward(x)).For(input);
        Assert.That(program.Report.Optimized.Nodes.ToArray().Any(n => n.Op is PackColumns), "weights are packed");
        TensorData[] inputs = DefaultInputs.For(program.InputTypes);
        VerificationReport report = program.Verify(inputs);
        Assert.That(report.Passed, report.ToString);
        Comparison.AssertClose(Interpreter.Run(program.Report.Optimized, inputs)[0], Interpreter.Run(program.Report.Original, inputs)[0]);
    }

    [Test]
    public void Where_a_stable_form_is_finite_float64_is_the_measure()
    {
        TensorData x = TensorData.From([1, 3], 0, 50, -200);
        CompiledProgram program = Compiler.Compile(n => n.Softmax(1).Log()).For(x.Type);
        VerificationReport report = program.Verify(x);
        Assert.That(report.Passed, report.ToString);
        Assert.That(report.StabilityRules, Is.EqualTo(new[] { "log(softmax(x)) → log_softmax(x)" }));
        Assert.That(report.ToString(), Does.Contain("more stable than written by: log(softmax(x)) → log_softmax(x)"));
    }

    [Test]
    public void Without_generated_code_programs_are_checked_too()
    {
        CompiledProgram program = Compiler.Compile(x => x.Softmax(1), new CompileOptions { GenerateCode = false }).For([3, 5]);
        Assert.That(program.Verify().Passed);
    }

    [Test]
    public void Inputs_are_checked() =>
        Assert.That(() => Compiler.Compile(x => x * 2).For([3, 4]).Verify(Samples.Uniform([3, 3])),
            Throws.TypeOf<ShapeException>().With.Message.Contains("input 0 is f32[3,4], got f32[3,3]"));

    [TestCase(1e-6, 1e-6, 1e-7, true, false, TestName = "within the tolerance")]
    [TestCase(1e-3, 1e-3, 1e-7, false, false, TestName = "a wrong result")]
    [TestCase(1e-3, 2e-3, 1e-3, true, true, TestName = "rounding decides, and eager is no better")]
    [TestCase(1e-1, 1e-1, 1e-3, false, true, TestName = "much worse than eager")]
    [TestCase(double.PositiveInfinity, double.PositiveInfinity, 0, false, false, TestName = "NaN in another place")]
    public void A_result_passes_by_its_errors(double eager, double float64, double eagerFloat64, bool passed, bool illConditioned)
    {
        var check = new ResultCheck
        {
            Name = "output 0",
            Type = new TensorType(DType.Float32, [2]),
            AgainstEager = new ResultError(eager, 0, [0]),
            AgainstFloat64 = new ResultError(float64, 0, [0]),
            EagerAgainstFloat64 = new ResultError(eagerFloat64, 0, [0]),
            Tolerance = 1e-5,
        };
        Assert.That(check.Passed, Is.EqualTo(passed));
        Assert.That(check.IsIllConditioned, Is.EqualTo(illConditioned));
        Assert.That(check.ToString(), Does.StartWith($"output 0 f32[2]: {(passed ? "ok" : "MISMATCH")}, against eager "));
    }

    private static IEnumerable<TestCaseData> Errors()
    {
        yield return new TestCaseData(TensorData.From([2], 1, 2), TensorData.From([2], 1, 2), 0, 0, null);
        yield return new TestCaseData(TensorData.From([2, 2], 1, 2, 3, float.BitIncrement(4)), TensorData.From([2, 2], 1, 2, 3, 4),
            Math.ScaleB(1, -23), 1, new[] { 1, 1 });
        yield return new TestCaseData(
            TensorData.From([2], 0.5f, 8), TensorData.From([2], 1, 8), 0.5 / 8, Math.ScaleB(0.5, 23), new[] { 0 });
        yield return new TestCaseData(TensorData.From([1], float.Epsilon), TensorData.From([1], 0), float.Epsilon, 1, new[] { 0 });
        yield return new TestCaseData(TensorData.From([2], float.NaN, 1), TensorData.From([2], float.NaN, 1), 0, 0, null);
        yield return new TestCaseData(
            TensorData.From([2], float.NaN, 1), TensorData.From([2], 1, 1), double.PositiveInfinity, double.PositiveInfinity, new[] { 0 });
        yield return new TestCaseData(TensorData.From<double>([1], [3.0]), TensorData.From<double>([1], [double.BitIncrement(3.0)]),
            Math.ScaleB(1, -51) / 3, 1, new[] { 0 });
        yield return new TestCaseData(TensorData.From<long>([3], [1, 2, 5]), TensorData.From<long>([3], [1, 2, 4]), 0.25, 1, new[] { 2 });
        yield return new TestCaseData(TensorData.From<float>([0], []), TensorData.From<float>([0], []), 0, 0, null);
    }

    [TestCaseSource(nameof(Errors))]
    public void Errors_are_relative_and_in_units_of_the_last_place(
        TensorData actual, TensorData expected, double relative, double ulps, int[]? position)
    {
        ResultError error = ResultError.Between(actual, expected);
        Assert.That(error.Relative, Is.EqualTo(relative).Within(1e-6).Percent);
        Assert.That(error.Ulps, Is.EqualTo(ulps).Within(1e-6).Percent);
        Assert.That(error.Position, Is.EqualTo(position));
    }

    private static double ToleranceOf(OpCase row, CompiledProgram program) =>
        Math.Max(row.Tolerance, Comparison.ToleranceOf(program.OutputTypes[0].DType));

    private static TestCaseData Model(string name, Sequential model, Shape input) =>
        new TestCaseData(model, input).SetArgDisplayNames(name);
}
