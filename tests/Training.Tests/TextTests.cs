using NeuralJit.Compilation;
using NeuralJit.NN;

namespace NeuralJit.Training.Tests;

/// <summary>What people print is short and says what they look for.</summary>
public sealed class TextTests
{
    private static readonly Evaluation Reached = new(360, 0.09341234, new Dictionary<string, double> { ["accuracy"] = 0.97222 });

    private static IEnumerable<TestCaseData> Texts =>
    [
        Row(Reached, "loss 0.09341, accuracy 97.2 % (360 samples)"),
        Row(new FitReport(FitOutcome.Completed, 2, 90, Reached, Reached, TimeSpan.FromSeconds(1.2345), "trained 2 epochs, 90 steps"),
            "trained 2 epochs, 90 steps in 1.23 s; training: loss 0.09341, accuracy 97.2 %; validation: loss 0.09341, accuracy 97.2 %"),
        Row(new FitReport(FitOutcome.Interrupted, 0, 0, null, null, TimeSpan.Zero, "interrupted in epoch 1 after 0 steps"),
            "interrupted in epoch 1 after 0 steps in 0 s"),
        Row(new Dataset(TensorData.From([2, 1], 1, 2), TensorData.From<long>([2], [0, 1])), "2 samples: inputs f32[2,1], targets i64[2]"),
        Row(new WeightsReport(["fc.bias"], []), "missing (1): fc.bias; unexpected (0)"),
        Row(new Adam(new Linear(784, 128).Parameters()), "Adam (learning rate 0.001, 2 parameters of 100,480 elements, 0 steps)"),
        Row(new SGD(new Linear(2, 1).Parameters(), 0.1, momentum: 0.9), "SGD (learning rate 0.1, 2 parameters of 3 elements, 0 steps)"),
        Row(Metric.Accuracy, "accuracy"),
    ];

    [TestCaseSource(nameof(Texts))]
    public void Text_is_short_and_useful(object printed, string text) => Assert.That(printed.ToString(), Is.EqualTo(text));

    [Test]
    public void Programs_and_reports_print_one_line_and_dump_everything()
    {
        CompiledProgram program = Compiler.Compile(new Linear(3, 2).Forward).For([4, 3]);
        Assert.That(program.ToString(),
            Does.Match(@"^\(f32\[4,3\]\) -> \(f32\[4,2\]\): \d+ kernels? .* nodes, arena .*, FastExpressionCompiler, [0-9.]+ ms$"));
        Assert.That(program.Report.ToString(), Does.Not.Contain('\n'));
        Assert.That(program.Report.Dump(), Is.EqualTo(program.Dump()).And.Contain("// graph\n").And.StartsWith("// " + program.Report));
    }

    [Test]
    public void Parameters_and_states_are_found_by_name()
    {
        Sequential model = [new Linear(3, 4), new BatchNorm1d(4)];
        Assert.That(model["0.weight"], Is.SameAs(((Linear)model[0]).Weight));
        Assert.That(model["1.running_mean"], Is.SameAs(((BatchNorm1d)model[1]).RunningMean));
        Assert.That(() => model["0.wieght"], Throws.TypeOf<GraphException>()
            .With.Message.StartsWith("Sequential: there is no parameter or state \"0.wieght\"; there are 0.weight, 0.bias, 1.weight"));
        Assert.That(() => new ReLU()["weight"], Throws.TypeOf<GraphException>()
            .With.Message.Contains("there are none: register them with Parameter(…), and modules with Child(…)"));
    }

    [Test]
    public void An_optimizer_without_parameters_says_how_modules_get_them() =>
        Assert.That(() => new Adam(new Unregistered().Parameters()), Throws.TypeOf<GraphException>()
            .With.Message.Contains("Adam: got no parameters").And.Message.Contains("Child(\"fc1\", new Linear(784, 128))"));

    [Test]
    public void A_condition_on_a_value_in_a_module_names_its_line_and_the_op_that_chooses() =>
        Assert.That(() => Compiler.Compile(new Deciding().Forward).For([2]), Throws.TypeOf<GraphException>()
            .With.Message.Contains("Node.Where(condition, a, b)").And.Message.Contains("TextTests.cs:"));

    private static TestCaseData Row(object printed, string text) =>
        new TestCaseData(printed, text).SetArgDisplayNames(printed.GetType().Name, text[..8]);

    private sealed class Unregistered : Module
    {
        private readonly Linear layer = new(2, 2);

        protected override Node Compute(Node x) => layer.Forward(x);
    }

    private sealed class Deciding : Module
    {
        protected override Node Compute(Node x) => x.Sum().Item<float>() > 0 ? x : -x;
    }
}
