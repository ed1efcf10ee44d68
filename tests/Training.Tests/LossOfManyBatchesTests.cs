using NeuralJit.Compilation;
using NeuralJit.NN;

namespace NeuralJit.Training.Tests;

/// <summary>The law of means over batches: the loss of an epoch and of an evaluation is the same for every batch size.</summary>
public sealed class LossOfManyBatchesTests
{
    private const int Samples = LibraryLosses.Samples, Classes = LibraryLosses.Classes;

    private static readonly TensorData Labels = LibraryLosses.Labels, Weights = LibraryLosses.Weights, Inputs = LibraryLosses.Inputs,
        Numbers = LibraryLosses.Numbers;
    private static readonly int[] BatchSizes = [1, 3, 7, Samples];

    private static readonly (string Name, Loss Loss, TensorData Targets)[] MoreModules =
        [
            ("weighted", new CrossEntropyLoss(Weights), Labels),
            ("smoothed", new CrossEntropyLoss(Weights, labelSmoothing: 0.3), Labels),
            ("without a class", new CrossEntropyLoss(ignoreIndex: 1), LibraryLosses.AllLabels),
            ("weighted NLL", new NLLLoss(Weights), Labels),
        ];

    // What is added up of losses, and what the terms are: each is measured by itself.
    private static readonly (
        string Name, Func<Node, Node, Node> Loss, Func<Node, Node, (double Factor, Node Term, bool IsSum)[]> Terms)[] Sums =
        [
            ("halved", (o, t) => o.CrossEntropy(t) / 2, (o, t) => [(0.5, o.CrossEntropy(t), false)]),
            ("negated", (o, t) => 1 - o.CrossEntropy(t), (o, t) => [(1, Node.Scalar(1), false), (-1, o.CrossEntropy(t), false)]),
            ("with a penalty", (o, t) =>
                o.CrossEntropy(t) + 0.01 * Penalty, (o, t) => [(1, o.CrossEntropy(t), false), (0.01, Penalty, false)]),
            ("with a mean", (o, t) =>
                o.CrossEntropy(t) + 3 * o.Square().Mean(), (o, t) => [(1, o.CrossEntropy(t), false), (3, o.Square().Mean(), false)]),
            ("with a sum", (o, t) =>
                LossReduction.Sum.Apply(o) - 2 * o.CrossEntropy(t), (o, t) => [(1, o.Sum(), true), (-2, o.CrossEntropy(t), false)]),
            ("with another", (o, t) => (o.CrossEntropy(t) + o.LogSoftmax().NllLoss(t, weight: Node.Constant(Weights))) * 0.5,
                (o, t) => [(0.5, o.CrossEntropy(t), false), (0.5, o.LogSoftmax().NllLoss(t, weight: Node.Constant(Weights)), false)]),
            ("in another shape and type", (o, t) =>
                (o.CrossEntropy(t).Reshape([1, 1]).Cast(DType.Float64) * 2 + Node.Scalar(1, DType.Float64)).Sum(),
                (o, t) => [(2, o.CrossEntropy(t), false), (1, Node.Scalar(1), false)]),
            ("times a weight", (o, t) => o.CrossEntropy(t) * Penalty.StopGradient(), (o, t) => [(1, o.CrossEntropy(t) * Penalty, false)]),
            ("a sum over the batch", (o, t) =>
                LossReduction.Sum.Apply(o) / o.Shape[0] + Penalty, (o, t) => [(1, o.Sum(), true), (1, Penalty, false)]),
            ("a sum over elements", (o, t) =>
                3 * (LossReduction.Sum.Apply(o.Square()) / o.Shape.Count), (o, t) => [(3, o.Square().Mean(), false)]),
            ("a sum over the batch, twice", (o, t) => Twice(o.CrossEntropy(t, reduction: LossReduction.Sum), o.Shape[0]),
                (o, t) => [(1.25, o.CrossEntropy(t, reduction: LossReduction.Sum), true)]),
            ("a sum over its weights", (o, t) => -LossReduction.Sum.Apply(o * WeightsOf(o)) / WeightsOf(o).Sum(),
                (o, t) => [(-1, (o * WeightsOf(o)).Sum() / WeightsOf(o).Sum(), false)]),
            ("added up again and again", Doubled, (o, t) => [(1 << 20, o.CrossEntropy(t), false)]),
        ];

    // Anew for each test: a gradient that is NaN would spoil it for the next.
    private static Linear model = new(4, Classes, seed: 5);

    [SetUp]
    public void MakeModel() => model = new Linear(4, Classes, seed: 5);

    private static Node Penalty => model.Weight.Read().Square().Sum();

    private static IEnumerable<TestCaseData> LossesOfTheLibrary() =>
        from loss in LibraryLosses.All
        from form in loss.Module is null ? new[] { "function" } : ["function", "module"]
        select new TestCaseData(loss.Reduction == LossReduction.Sum, loss.Function, form == "module" ? loss.Module : null, loss.Targets)
            .SetArgDisplayNames($"{loss.Name} {loss.Reduction}, {form}");

    private static IEnumerable<TestCaseData> OtherLosses() =>
        [
            .. MoreModules.Select(
                m => new TestCaseData(false, (Func<Node, Node, Node>)m.Loss.Forward, m.Loss, m.Targets).SetArgDisplayNames(m.Name)),
            new TestCaseData(false, (Func<Node, Node, Node>)((o, t) => (o - t).Square().Mean(0).Sum()), null, Numbers)
                .SetArgDisplayNames("a function of means"),
            new TestCaseData(true, null, new OwnSum(), Numbers).SetArgDisplayNames("a module of one's own"),
        ];

    [TestCaseSource(nameof(LossesOfTheLibrary))]
    [TestCaseSource(nameof(OtherLosses))]
    public void It_does_not_depend_on_the_batch_size(bool isSum, Func<Node, Node, Node>? loss, Loss? module, TensorData targets)
    {
        loss ??= module!.Forward;
        // A sum counts as its share of one sample.
        Check(module is null
            ? new Objective(Output, loss)
            : new Objective(new Outputs(), module), targets, Whole(loss, targets) / (isSum ? Samples : 1));
    }

    [TestCaseSource(nameof(LossesOfTheLibrary))]
    public void It_does_not_when_scaled_and_added_to(bool isSum, Func<Node, Node, Node> loss, Loss? module, TensorData targets)
    {
        double expected = 2 * Whole(loss, targets) / (isSum ? Samples : 1) + 0.1 * Whole((_, _) => Penalty, targets);
        Check(new Objective(Output, (o, t) => 0.1 * Penalty + loss(o, t) * 2), targets, expected);
    }

    [Test]
    public void It_does_not_in_sums([Range(0, 12)] int number)
    {
        (string name, Func<Node, Node, Node> loss, Func<Node, Node, (double, Node, bool)[]> terms) = Sums[number];
        double expected = 0;
        using (GraphTrace.Eager())
        {
            foreach ((double factor, Node term, bool isSum) in terms(Output(Node.Constant(Inputs)), Node.Constant(Labels)))
            {
                expected += factor * term.Item<float>() / (isSum ? Samples : 1);
            }
        }
        Check(new Objective(Output, loss), Labels, expected, name);
    }

    [Test]
    public void It_may_have_more_terms_than_a_stack_has_frames()
    {
        const int Terms = 20_000;
        using GraphTrace trace = GraphTrace.Symbolic();
        Node loss = Node.Input("x", new TensorType(DType.Float32, [2, 3])).CrossEntropy(Node.Input("t", new TensorType(DType.Int64, [2])));
        Node sum = loss;
        for (int i = 1; i < Terms; i++)
        {
            sum += loss;
        }
        Assert.That(LossTerms.Of(sum, 2), Has.Length.EqualTo(2));
    }

    // Two losses that only a product or a divisor uses are no terms, whatever stands beside them.
    private static readonly Func<Node, Node, Node, Node>[] Products =
        [(a, b, c) => a * b + c, (a, b, c) => a / b + c, (a, b, _) =>
            1 / a + b, (a, _, c) => a * a.StopGradient() + c, (a, b, c) => c / (a * b), (a, b, c) => (a - b) * (c + a)];

    [Test]
    public void It_may_have_products_of_losses([Range(0, 5)] int number, [Values] bool compiled)
    {
        Node Loss(Node o, Node t) => Products[number](o.CrossEntropy(t), LossReduction.Mean.Apply(o.Square()), LossReduction.Mean.Apply(o));
        var data = new Dataset(Inputs, Labels);
        double expected = Whole(Loss, Labels);
        var objective = new Objective(Output, Loss);
        Assert.That(new Evaluator(objective).Run(data, Samples).Loss, Is.EqualTo(expected).Within(1e-5).Percent);
        FitReport report = new Trainer(Problems.Step(compiled, objective, new SGD(model.Parameters(), 0)))
            .Fit(data, new FitOptions { BatchSize = Samples });
        Assert.That(report.Training!.Loss, Is.EqualTo(expected).Within(1e-5).Percent);
    }

    // As the documentation says.
    [Test]
    public void What_is_no_sum_of_losses_counts_as_a_mean()
    {
        using GraphTrace trace = GraphTrace.Symbolic();
        Node x = Node.Input("x", new TensorType(DType.Float32, [2, 3])),
            loss = x.CrossEntropy(Node.Input("t", new TensorType(DType.Int64, [2])));
        Assert.That(new[] { loss.Sqrt(), loss * loss, 1 / loss, loss / loss, Node.Where(loss > 1, loss, 0), x.Sum(), x.Mean() }
            .SelectMany(l => LossTerms.Of(l, 2)), Is.Empty);
    }

    private static void Check(Objective objective, TensorData targets, double expected, string name = "")
    {
        var data = new Dataset(Inputs, targets);
        double tolerance = 1e-5 * Math.Max(1, Math.Abs(expected));
        foreach (int batchSize in BatchSizes)
        {
            Assert.That(new Evaluator(objective).Run(data, batchSize).Loss, Is.EqualTo(expected).Within(tolerance),
                $"{name} evaluation by {batchSize}");
            // A learning rate of 0 leaves the model as it is.
            var step = new EagerTrainingStep(objective, new SGD(model.Parameters(), 0));
            FitReport report = new Trainer(step).Fit(data, new FitOptions { BatchSize = batchSize });
            Assert.That(report.Outcome, Is.EqualTo(FitOutcome.Completed), report.Message);
            Assert.That(report.Training!.Loss, Is.EqualTo(expected).Within(tolerance), $"{name} epoch by {batchSize}");
        }
    }

    // Probabilities are what all losses take.
    private static Node Output(Node input) => model.Forward(input).Sigmoid();

    private static double Whole(Func<Node, Node, Node> loss, TensorData targets)
    {
        using GraphTrace trace = GraphTrace.Eager();
        return loss(Output(Node.Constant(Inputs)), Node.Constant(targets)).Item<float>();
    }

    private static Node Doubled(Node output, Node target)
    {
        Node loss = output.CrossEntropy(target);
        for (int i = 0; i < 20; i++)
        {
            loss += loss;
        }
        return loss;
    }

    // A half of it as a quotient of quotients, three quarters in a sum with another divisor.
    private static Node Twice(Node sum, int samples) => (sum / (2 * samples)) + 0.75 * (sum / samples);

    private static Node WeightsOf(Node output) => 1 + (output > 0.5).Cast(output.DType);

    private sealed class Outputs : Module
    {
        public Outputs() => Child("model", model);

        protected override Node Compute(Node input) => Output(input);
    }

    private sealed class OwnSum() : Loss(LossReduction.Sum)
    {
        protected override Node Compute(Node input, Node target) => (input - target).Abs().Sum();
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_batch_in_which_nothing_counts_trains_by_what_is_added(bool compiled)
    {
        var model = new Linear(4, Classes, seed: 5);
        var objective = new Objective(model.Forward, (o, t) => o.CrossEntropy(t) * 2 + model.Weight.Read().Square().Sum());
        ITrainingStep step = Problems.Step(compiled, objective, new SGD(model.Parameters(), 0.1));
        float before = model.Weight.Value.Span<float>()[0];
        FitReport report = new Trainer(step) { NonFiniteFinder = new NonFiniteFinder() }
            .Fit(Ignored, new FitOptions { BatchSize = Samples });
        Assert.That(report.Outcome, Is.EqualTo(FitOutcome.Completed), report.Message);
        Assert.That(model.Weight.Value.Span<float>()[0], Is.EqualTo(before * 0.8f).Within(1e-6));
    }

    [Test]
    public void A_term_that_is_NaN_is_a_divergence()
    {
        var model = new Linear(4, Classes, seed: 5);
        var objective = new Objective(model.Forward, (o, t) => o.CrossEntropy(t) + (model.Weight.Read().Sum() * 0 - 1).Sqrt());
        FitReport report = new Trainer(new EagerTrainingStep(objective, new SGD(model.Parameters(), 0.1)))
            .Fit(Ignored, new FitOptions { BatchSize = Samples, ThrowOnDivergence = false });
        Assert.That(report.Outcome, Is.EqualTo(FitOutcome.Diverged));
    }

    [Test]
    public void A_batch_in_which_nothing_counts_changes_nothing_and_is_no_divergence([Values] bool compiled, [Values] bool weighted)
    {
        var model = new Linear(4, Classes, seed: 5);
        float[] before = model.Weight.Value.Span<float>().ToArray();
        var objective = new Objective(
            model, new CrossEntropyLoss(weighted ? Weights : null, labelSmoothing: weighted ? 0.1 : 0), Metric.Accuracy);
        ITrainingStep step = Problems.Step(compiled, objective, new SGD(model.Parameters(), 0.1));
        FitReport report = new Trainer(step) { NonFiniteFinder = new NonFiniteFinder() }.Fit(Ignored, new FitOptions { BatchSize = 4 });
        Assert.That((report.Outcome, report.Steps), Is.EqualTo((FitOutcome.Completed, 3L)), report.Message);
        Assert.That(report.Training!.Loss, Is.NaN, "the mean of nothing");
        Assert.That(model.Weight.Value.Span<float>().ToArray(), Is.EqualTo(before));
    }

    [Test]
    public void Accuracy_of_several_places_is_a_share()
    {
        // The class is along dimension 1: 2 samples with 3 places each, 4 of 6 right.
        var objective = new Objective(x => x, (output, target) => output.CrossEntropy(target), Metric.Accuracy);
        TensorData logits = TensorData.From([2, 2, 3], 1, 0, 1, 0, 1, 0, 1, 1, 0, 0, 0, 1);
        Evaluation evaluation = new Evaluator(objective).Run(new Dataset(logits, TensorData.From<long>([2, 3], [0, 1, 1, 0, 1, 1])), 1);
        Assert.That(evaluation.Accuracy, Is.EqualTo(4 / 6.0).Within(1e-6));
    }

    private static Dataset Ignored => new(Inputs, TensorData.From<long>([Samples], [.. Enumerable.Repeat(-100L, Samples)]));
}
