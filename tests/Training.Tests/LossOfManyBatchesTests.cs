using NeuralJit.Compilation;
using NeuralJit.NN;

namespace NeuralJit.Training.Tests;

/// <summary>The law of means over batches: the loss of an epoch and of an evaluation is the same for every batch size.</summary>
public sealed class LossOfManyBatchesTests
{
    private const int Samples = 10, Classes = 3;

    // Samples 2 to 5 do not count: batches of 1 and 2 have some of which nothing counts.
    private static readonly TensorData Labels = TensorData.From<long>([Samples], [0, 1, -100, -100, -100, -100, 2, 0, 1, 1]);
    private static readonly TensorData Classes10 = TensorData.From<long>([Samples], [0, 1, 1, 1, 2, 2, 0, 1, 0, 2]);
    private static readonly TensorData Weights = TensorData.From([Classes], 0.5f, 2, 0);
    private static readonly TensorData Inputs = Random([Samples, 4], 1), Numbers = Random([Samples, Classes], 2);
    private static readonly int[] BatchSizes = [1, 2, 3, 7, Samples, 64];

    private static readonly (string Name, Func<Node, Node, Node> Loss, Loss? Module, TensorData Targets)[] Losses =
        [
            Of(new CrossEntropyLoss(), Labels), Of(new CrossEntropyLoss(Weights), Labels, "weighted"),
            Of(new CrossEntropyLoss(Weights, labelSmoothing: 0.3), Labels, "smoothed"), Of(new CrossEntropyLoss(ignoreIndex: 1), Classes10, "without a class"),
            Of(new CrossEntropyLoss(reduction: LossReduction.Sum), Labels), Of(new NLLLoss(Weights), Labels), Of(new NLLLoss(reduction: LossReduction.Sum), Labels),
            Of(new MSELoss(), Numbers), Of(new MSELoss(LossReduction.Sum), Numbers), Of(new L1Loss(LossReduction.Sum), Numbers),
            Of(new KLDivLoss(reduction: LossReduction.BatchMean), Numbers), Of(new BCEWithLogitsLoss(reduction: LossReduction.Sum), Numbers),
            Of(new MultiMarginLoss(), Classes10),
            ("a function of cross-entropy", (output, target) => output.CrossEntropy(target), null, Labels),
            ("a function of squares", (output, target) => output.MseLoss(target, LossReduction.Sum), null, Numbers),
            ("a function of means", (output, target) => (output - target).Square().Mean(0).Sum(), null, Numbers),
        ];

    private static IEnumerable<string> Names => Losses.Select(l => l.Name);

    [TestCaseSource(nameof(Names))]
    public void It_does_not_depend_on_the_batch_size(string name)
    {
        (_, Func<Node, Node, Node> loss, Loss? module, TensorData targets) = Losses.Single(l => l.Name == name);
        var model = new Linear(4, Classes, seed: 5);
        Objective objective = module is null ? new Objective(model.Forward, loss) : new Objective(model, module);
        var data = new Dataset(Inputs, targets);
        double expected = WholeLoss(model, loss, module, targets);
        foreach (int batchSize in BatchSizes)
        {
            Assert.That(new Evaluator(objective).Run(data, batchSize).Loss, Is.EqualTo(expected).Within(1e-5), $"evaluation by {batchSize}");
            // A learning rate of 0 leaves the model as it is.
            var step = new EagerTrainingStep(objective, new SGD(model.Parameters(), 0));
            FitReport report = new Trainer(step).Fit(data, new FitOptions { BatchSize = batchSize });
            Assert.That(report.Outcome, Is.EqualTo(FitOutcome.Completed), report.Message);
            Assert.That(report.Training!.Loss, Is.EqualTo(expected).Within(1e-5), $"epoch by {batchSize}");
        }
    }

    // The loss of all samples as one batch; a sum counts as its share of one sample.
    private static double WholeLoss(Module model, Func<Node, Node, Node> loss, Loss? module, TensorData targets)
    {
        using Trace trace = Trace.Eager();
        Node whole = loss(model.Forward(Node.Constant(Inputs)), Node.Constant(targets));
        bool isSum = module?.Reduction == LossReduction.Sum || whole.Op is MseLoss { Reduction: LossReduction.Sum };
        return whole.Item<float>() / (isSum ? Samples : 1);
    }

    [Test]
    public void A_batch_in_which_nothing_counts_changes_nothing_and_is_no_divergence([Values] bool compiled, [Values] bool weighted)
    {
        var model = new Linear(4, Classes, seed: 5);
        float[] before = model.Weight.Value.Span<float>().ToArray();
        var objective = new Objective(model, new CrossEntropyLoss(weighted ? Weights : null, labelSmoothing: weighted ? 0.1 : 0), Metric.Accuracy);
        ITrainingStep step = Problems.Step(compiled, objective, new SGD(model.Parameters(), 0.1));
        var ignored = new Dataset(Inputs, TensorData.From<long>([Samples], [.. Enumerable.Repeat(-100L, Samples)]));
        FitReport report = new Trainer(step) { NonFiniteFinder = new NonFiniteFinder() }.Fit(ignored, new FitOptions { BatchSize = 4 });
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

    private static (string, Func<Node, Node, Node>, Loss?, TensorData) Of(Loss loss, TensorData targets, string form = "") =>
        ($"{loss.GetType().Name} {loss.Reduction} {form}".Trim(), loss.Forward, loss, targets);

    private static TensorData Random(Shape shape, long seed)
    {
        var random = new Generator(seed, "test");
        return TensorData.From<float>(shape, [.. Enumerable.Range(0, (int)shape.Count).Select(_ => (float)random.NextUniform())]);
    }
}
