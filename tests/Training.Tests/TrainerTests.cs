using NeuralJit.NN;

namespace NeuralJit.Training.Tests;

/// <summary>The fit loop: it learns, reports, evaluates, and ends cleanly.</summary>
public sealed class TrainerTests
{
    private static readonly (Dataset Training, Dataset Test) Data = Digits.LoadSplit();

    [Test]
    public void S22_a_network_learns_from_samples([Values] bool compiled)
    {
        Sequential model = Problems.DigitModel(1);
        var objective = new Objective(model, new CrossEntropyLoss(), Metric.Accuracy);
        var reports = new List<FitProgress>();
        var trainer = new Trainer(Problems.Step(compiled, objective, new Adam(model.Parameters(), 1e-2)));
        FitReport report = trainer.Fit(
            Data.Training, new FitOptions { Epochs = compiled ? 12 : 4, Validation = Data.Test }, new Collector(reports));
        Assert.That(report.Outcome, Is.EqualTo(FitOutcome.Completed));
        Assert.That(report.Steps, Is.EqualTo(report.Epochs * 23));
        Assert.That(report.Validation!.Accuracy, Is.GreaterThan(compiled ? 0.95 : 0.9));
        Assert.That(report.Training!.Samples, Is.EqualTo(1437));
        Assert.That(reports, Has.Count.EqualTo(report.Steps), "one for each step");
        Assert.That(reports.Where(r => r.IsEpochEnd).Select(r => r.Epoch), Is.EqualTo(Enumerable.Range(1, report.Epochs)));
        Assert.That(reports.Where(r => r.Validation is not null), Is.EqualTo(reports.Where(r => r.IsEpochEnd)), "evaluated once an epoch");
        Assert.That(reports[^1].Validation, Is.EqualTo(report.Validation));
        Assert.That(
            reports[^1].ToString(),
            Does.Match(
            @"^epoch \d+/\d+, step 23/23: loss [\d.]+, accuracy [\d.]+ %; held out: loss [\d.]+, accuracy [\d.]+ % \(360 samples\); [\d,]+ samples/s$"));
        Assert.That(reports[0].SamplesPerSecond, Is.Positive);
        Assert.That(reports[^2].Loss, Is.LessThan(reports[0].Loss));
    }

    [Test]
    public void S22_plain_gradient_descent_learns_too([Values] bool compiled)
    {
        Sequential model = Problems.DigitModel(2);
        var objective = new Objective(model, new CrossEntropyLoss(), Metric.Accuracy);
        var trainer = new Trainer(Problems.Step(compiled, objective, new SGD(model.Parameters(), 0.5)));
        FitReport report = trainer.Fit(Problems.First(Data.Training, 640), new FitOptions { Epochs = 5 });
        Assert.That(report.Training!.Accuracy, Is.GreaterThan(0.7));
    }

    [Test]
    public void The_same_seeds_give_the_same_model()
    {
        float[] Train()
        {
            Sequential model = Problems.DigitModel(5);
            var step = new TrainingStep(new Objective(model, new CrossEntropyLoss()), new Adam(model.Parameters()));
            new Trainer(step).Fit(Problems.First(Data.Training, 200), new FitOptions { Epochs = 2, Seed = 9 });
            return ((Linear)model[0]).Weight.Value.Span<float>().ToArray();
        }
        float[] once = Train(), again = Train();
        Assert.That(again, Is.EqualTo(once), "bit by bit");
    }

    // Seen at learning rate 0: the loss of a first batch says which batch it was.
    [Test]
    public void Fits_of_one_trainer_go_on_with_the_orders_of_the_epochs_that_follow()
    {
        Sequential model = Problems.DigitModel(5);
        var objective = new Objective(model, new CrossEntropyLoss());
        var options = new FitOptions { Epochs = 1, BatchSize = 16, Seed = 9 };
        List<double> FirstLosses(params int[] epochsOfFits)
        {
            var losses = new List<double>();
            var trainer = new Trainer(new TrainingStep(objective, new SGD(model.Parameters(), 0)));
            foreach (int epochs in epochsOfFits)
            {
                trainer.Fit(
                    Problems.First(Data.Training, 64), options with { Epochs = epochs }, p => { if (p.Step == 1) { losses.Add(p.Loss); } });
            }
            return losses;
        }
        List<double> together = FirstLosses(3);
        Assert.That(together, Is.Unique);
        Assert.That(FirstLosses(1, 1, 1), Is.EqualTo(together));
        Assert.That(FirstLosses(2, 1), Is.EqualTo(together));
    }

    [Test]
    public void Cancelling_at_the_end_of_an_epoch_reports_that_epoch()
    {
        Sequential model = Problems.DigitModel(1);
        using var cancel = new CancellationTokenSource();
        var step = new TrainingStep(new Objective(model, new CrossEntropyLoss()), new SGD(model.Parameters(), 0.1));
        double last = 0;
        FitReport report = new Trainer(step)
            .Fit(Problems.First(Data.Training, 100), new FitOptions { Epochs = 9, BatchSize = 10, Validation = Data.Test }, p =>
        {
            last = p.Loss;
            if (p is { Epoch: 3, Validation: not null })
            {
                cancel.Cancel();
            }
        }, cancel.Token);
        Assert.That((report.Outcome, report.Epochs, report.Steps), Is.EqualTo((FitOutcome.Interrupted, 3, 30L)));
        Assert.That(report.Training?.Loss, Is.EqualTo(last));
        Assert.That(report.Message, Is.EqualTo("interrupted after 3 epochs, 30 steps"));
    }

    [Test]
    public void A_loss_of_ones_own_goes_with_a_module()
    {
        Sequential model = Problems.DigitModel(1), same = Problems.DigitModel(1);
        var options = new FitOptions { Epochs = 1 };
        FitReport own = new Trainer(new TrainingStep(
            new Objective(model, (y, t) => (y - OneHot(t)).Square().Mean()), new SGD(model.Parameters(), 0.1))).Fit(Data.Training, options);
        FitReport library = new Trainer(new TrainingStep(
            new Objective(same.Forward, (y, t) => y.MseLoss(OneHot(t))), new SGD(same.Parameters(), 0.1))).Fit(Data.Training, options);
        Assert.That(own.Training!.Loss, Is.EqualTo(library.Training!.Loss).Within(1e-6));
    }

    private static Node OneHot(Node classes) => classes.Unsqueeze(1).Equal(Node.Arange(10, DType.Int64)).Cast(DType.Float32);

    [Test]
    public void Cancelling_ends_after_the_step_and_reports()
    {
        Sequential model = Problems.DigitModel(1);
        using var cancel = new CancellationTokenSource();
        var step = new EagerTrainingStep(new Objective(model, new CrossEntropyLoss()), new SGD(model.Parameters(), 0.1));
        var progress = new Collector([], p => { if (p.Step == 3) { cancel.Cancel(); } });
        FitReport report = new Trainer(step).Fit(Data.Training, new FitOptions { Epochs = 2 }, progress, cancel.Token);
        Assert.That((report.Outcome, report.Epochs, report.Steps), Is.EqualTo((FitOutcome.Interrupted, 0, 3L)));
        Assert.That(report.Training!.Samples, Is.EqualTo(3 * 64));
        Assert.That(report.Message, Does.Contain("epoch 1 after 3 steps"));
        FitReport none = new Trainer(step).Fit(Data.Training, new FitOptions(), cancellation: cancel.Token);
        Assert.That((none.Outcome, none.Steps, none.Training), Is.EqualTo((FitOutcome.Interrupted, 0L, (Evaluation?)null)));
    }

    [Test]
    public void A_loss_that_is_not_a_number_ends_the_fit([Values] bool compiled)
    {
        var model = new Linear(1, 1);
        var data = new Dataset(TensorData.From([3, 1], 1, 2, 3), TensorData.From([3, 1], 1, float.NaN, 3));
        ITrainingStep step = Problems.Step(compiled, new Objective(model, new MSELoss()), new SGD(model.Parameters(), 0.1));
        var options = new FitOptions { Epochs = 3, BatchSize = 1, Shuffle = false };
        DivergenceException error = Assert.Throws<DivergenceException>(() => new Trainer(step).Fit(data, options))!;
        FitReport report = error.Report;
        Assert.That((report.Outcome, report.Steps), Is.EqualTo((FitOutcome.Diverged, 2L)));
        Assert.That(report.Message, Does.Contain("NaN at step 2").And.Contain("learning rate"));
        Assert.That(error.Message, Is.EqualTo($"fit: {report.Message}"));
        Assert.That(new Trainer(step).Fit(data, options with { ThrowOnDivergence = false }).Outcome, Is.EqualTo(FitOutcome.Diverged),
            "the weights are NaN now");
    }

    [Test]
    public void A_binary_classifier_counts_its_accuracy_at_a_threshold([Values] bool compiled)
    {
        var model = new Linear(1, 1);
        model.Weight.Assign<float>([1]);
        model.Bias!.Assign<float>([0]);
        var objective = new Objective(model, new BCEWithLogitsLoss(), Metric.BinaryAccuracy());
        ITrainingStep step = Problems.Step(compiled, objective, new SGD(model.Parameters(), 0));
        step.Run(TensorData.From([4, 1], -1, -2, 3, 4), TensorData.From([4, 1], 0, 1, 1, 1));
        Assert.That(step.MetricSums[0], Is.EqualTo(3));
    }

    [Test]
    public void Evaluation_changes_nothing_and_drops_nothing()
    {
        var model = new Sequential(new Dropout(1), new Linear(64, 10));
        float[] before = ((Linear)model[1]).Weight.Value.Span<float>().ToArray();
        Evaluation evaluation = new Evaluator(new Objective(model, new CrossEntropyLoss(), Metric.Accuracy)).Run(Data.Test, batchSize: 100);
        Assert.That(evaluation.Samples, Is.EqualTo(360));
        Assert.That(evaluation.Loss, Is.Not.EqualTo(Math.Log(10)).Within(1e-4),
            "with everything dropped it would be ln 10 plus what the bias does");
        Assert.That(evaluation.Accuracy, Is.InRange(0, 1));
        Assert.That(((Linear)model[1]).Weight.Value.Span<float>().ToArray(), Is.EqualTo(before));
    }

    /// <summary>Receives progress on the caller's thread.</summary>
    private sealed class Collector(List<FitProgress> reports, Action<FitProgress>? then = null) : IProgress<FitProgress>
    {
        public void Report(FitProgress value)
        {
            reports.Add(value);
            then?.Invoke(value);
        }
    }
}
