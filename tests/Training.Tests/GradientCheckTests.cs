using NeuralJit.NN;

namespace NeuralJit.Training.Tests;

/// <summary>The numerical check of the gradient in training (S22), switched on and off.</summary>
public sealed class GradientCheckTests
{
    private static readonly Dataset Data = Problems.First(Digits.Load(), 96);

    [Test]
    public void Checks_while_it_is_on_and_not_when_it_is_off_again([Values] bool compiled)
    {
        Sequential model = new(new Linear(64, 8), new Tanh(), new Dropout(0.2), new Linear(8, 10));
        model.Initialize(1);
        var results = new List<GradientCheckResult>();
        var trainer = new Trainer(Problems.Step(compiled, new Objective(model, new CrossEntropyLoss()), new SGD(model.Parameters(), 0.1)))
        {
            GradientChecker = new GradientChecker(report: results.Add),
        };
        trainer.Fit(Data, new FitOptions { BatchSize = 32 }, new SwitchOffAfter(trainer, steps: 2));
        Assert.That(results, Has.Count.EqualTo(2), "three steps, two of them checked");
        Assert.That(results, Has.All.Matches<GradientCheckResult>(r => r is { Passed: true, Checked: > 100 }));
    }

    [Test]
    public void A_wrong_gradient_stops_the_training_before_the_step()
    {
        var model = new Linear(64, 10);
        float[] before = model.Weight.Value.Span<float>().ToArray();
        var objective = new Objective(
            x => model.Forward(x).WithGradient(y => y.Sin(), (y, _, dy) => dy * y.Sin()),
            new CrossEntropyLoss().Forward);
        var trainer = new Trainer(
            new EagerTrainingStep(objective, new SGD(model.Parameters(), 0.1)))
        { GradientChecker = new GradientChecker() };
        GraphException error = Assert.Throws<GraphException>(() => trainer.Fit(Data, new FitOptions()))!;
        Assert.That(error.Message, Does.Contain("gradient check FAILED").And.Contain("wrong is the gradient of custom_gradient"));
        Assert.That(model.Weight.Value.Span<float>().ToArray(), Is.EqualTo(before));
    }

    private sealed class SwitchOffAfter(Trainer trainer, int steps) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => trainer.GradientChecker = value.Step >= steps ? null : trainer.GradientChecker;
    }
}
