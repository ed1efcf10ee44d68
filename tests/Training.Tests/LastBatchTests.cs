using NeuralJit.NN;

namespace NeuralJit.Training.Tests;

/// <summary>The smaller last batch of an epoch, and models that do not take it.</summary>
public sealed class LastBatchTests
{
    private static readonly Dataset Thirty3 = Problems.First(Digits.Load(), 33);

    [Test]
    public void A_last_batch_that_the_model_refuses_is_told_before_the_first_step([Values] bool compiled)
    {
        Sequential model = Normalized();
        ITrainingStep step = Problems.Step(compiled, new Objective(model, new CrossEntropyLoss()), new SGD(model.Parameters(), 0.1));
        TensorData[] before = [.. model.NamedVariables().Select(v => v.Variable.Value.Clone())];
        int reports = 0;
        ShapeException error = Assert.Throws<ShapeException>(
            () => new Trainer(step).Fit(Thirty3, new FitOptions { BatchSize = 8 }, new Counter(() => reports++)))!;
        Assert.That(error.Message, Does.Contain("has 1 of the 33 samples (batch size 8)").And.Contain("more than 1 value per channel")
            .And.Contain("DropLast").And.Contain("--drop-last"));
        Assert.That(reports, Is.Zero);
        Assert.That(
            model.NamedVariables().Select(v => v.Variable.Value.Bytes.ToArray()), Is.EqualTo(before.Select(b => b.Bytes.ToArray())));
    }

    [Test]
    public void It_can_be_left_out([Values] bool compiled)
    {
        Sequential model = Normalized();
        ITrainingStep step = Problems.Step(compiled, new Objective(model, new CrossEntropyLoss()), new SGD(model.Parameters(), 0.1));
        FitReport report = new Trainer(step).Fit(Thirty3, new FitOptions { BatchSize = 8, DropLast = true, Epochs = 2 });
        Assert.That((report.Outcome, report.Steps, report.Training!.Samples), Is.EqualTo((FitOutcome.Completed, 8L, 32)));
    }

    [Test]
    public void One_that_the_model_takes_is_trained_on()
    {
        Sequential model = Normalized();
        var step = new EagerTrainingStep(new Objective(model, new CrossEntropyLoss()), new SGD(model.Parameters(), 0.1));
        FitReport report = new Trainer(step).Fit(Problems.First(Thirty3, 31), new FitOptions { BatchSize = 8 });
        Assert.That((report.Steps, report.Training!.Samples), Is.EqualTo((4L, 31)));
    }

    [Test]
    public void One_batch_at_least_is_left()
    {
        Sequential model = Normalized();
        var step = new EagerTrainingStep(new Objective(model, new CrossEntropyLoss()), new SGD(model.Parameters(), 0.1));
        Assert.That(
            () => new Trainer(step).Fit(Thirty3, new FitOptions { BatchSize = 34, DropLast = true }),
            Throws.TypeOf<GraphException>().With.Message.StartsWith("no batch is left: there are 33 samples for a batch size of 34"));
        Assert.That(new DataLoader(Thirty3, 33, dropLast: true).Count, Is.EqualTo(1));
    }

    [Test]
    public void Samples_for_validation_that_do_not_fit_are_told_before_the_first_step([Values] bool compiled)
    {
        Sequential model = Normalized();
        ITrainingStep step = Problems.Step(compiled, new Objective(model, new CrossEntropyLoss()), new SGD(model.Parameters(), 0.1));
        var validation = new Dataset(
            TensorData.Zeros(new TensorType(DType.Float32, [5, 63])), TensorData.Zeros(new TensorType(DType.Int64, [5])));
        ShapeException error = Assert.Throws<ShapeException>(
            () => new Trainer(step).Fit(Thirty3, new FitOptions { BatchSize = 11, Validation = validation }))!;
        Assert.That(error.Message, Does.StartWith("fit: the samples for validation (f32[5,63] with targets i64[5]) do not fit the model"));
        Assert.That(model.NamedVariables().Single(v => v.Name.EndsWith("num_batches_tracked", StringComparison.Ordinal))
            .Variable.Value.Item<long>(), Is.Zero);
    }

    [Test]
    public void Samples_that_do_not_fit_at_all_are_told_as_such()
    {
        Sequential model = Normalized();
        var step = new EagerTrainingStep(new Objective(model, new MSELoss()), new SGD(model.Parameters(), 0.1));
        ShapeException error = Assert.Throws<ShapeException>(() => new Trainer(step).Fit(Thirty3, new FitOptions { BatchSize = 8 }))!;
        Assert.That(error.Message, Does.Not.Contain("last batch").And.Contain("mse_loss"));
    }

    [Test]
    public void Models_that_need_values_are_left_to_eager_mode()
    {
        var model = new Linear(64, 10);
        var objective = new Objective(
            x => x.Data.Shape[0] > 0 ? model.Forward(x) : x, (output, target) => output.CrossEntropy(target));
        var step = new EagerTrainingStep(objective, new SGD(model.Parameters(), 0.1));
        Assert.That(new Trainer(step).Fit(Thirty3, new FitOptions { BatchSize = 8 }).Steps, Is.EqualTo(5));
    }

    private static Sequential Normalized() => [new Linear(64, 16, seed: 1), new BatchNorm1d(16), new ReLU(), new Linear(16, 10, seed: 2)];

    private sealed class Counter(Action count) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => count();
    }
}
