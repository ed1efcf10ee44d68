using NeuralJit.Compilation;
using NeuralJit.NN;

namespace NeuralJit.Training.Tests;

/// <summary>A fit that diverges names the first node that made NaN or an infinity, when it is asked to.</summary>
public sealed class NonFiniteTests
{
    [Test]
    public void The_node_its_module_and_its_place_are_named([Values] bool compiled)
    {
        var model = new Sequential(new Linear(2, 2), new LogOfNegative());
        FitReport report = Fit(compiled, model, TensorData.From([2, 2], 1, 2, 3, 4));
        Assert.That(report.Outcome, Is.EqualTo(FitOutcome.Diverged));
        Assert.That(report.Message,
            Does.Contain("the loss is NaN at step 1 (epoch 1): the first NaN is made by log f32[2,2], which gives NaN at [0,0]")
            .And.Match(@"\(1 · NonFiniteTests\.cs:\d+\)").And.Contain("as they were before this step"));
    }

    [Test]
    public void Parameters_are_put_back([Values] bool compiled)
    {
        var model = new Sequential(new Linear(2, 2), new LogOfNegative());
        byte[][] before = [.. model.Parameters().Select(p => p.Value.Bytes.ToArray())];
        Fit(compiled, model, TensorData.From([2, 2], 1, 2, 3, 4));
        Assert.That(model.Parameters().Select(p => p.Value.Bytes.ToArray()), Is.EqualTo(before));
    }

    [Test]
    public void NaN_in_the_input_is_the_input_s([Values] bool compiled)
    {
        FitReport report = Fit(compiled, new Linear(2, 2), TensorData.From([2, 2], 1, 2, float.NaN, 4));
        Assert.That(report.Message, Does.Contain("the first NaN is made by the batch's input, which holds NaN at [1,0]"));
    }

    [Test]
    public void NaN_in_a_parameter_is_the_parameter_s([Values] bool compiled)
    {
        var model = new Sequential(new Linear(2, 2));
        ((Linear)model[0]).Bias!.Assign<float>([1, float.NaN]);
        Assert.That(Fit(compiled, model, TensorData.From([2, 2], 1, 2, 3, 4)).Message,
            Does.Contain("made by \"0.bias\" f32[2], which held NaN at [1] before the step"));
    }

    [Test]
    public void An_infinity_behind_NaN_is_named_too([Values] bool compiled)
    {
        var model = new Sequential(new Linear(2, 2), new InfinityOverInfinity());
        Assert.That(Fit(compiled, model, TensorData.From([2, 2], 1000, 1000, 1000, 1000)).Message,
            Does.Contain("the first NaN is made by divide f32[2,2]")
                .And.Contain("of an infinity that was first made by exp f32[2,2], which gives Infinity at ["));
    }

    [Test]
    public void A_gradient_that_is_not_finite_is_found_in_the_step_that_made_it([Values] bool compiled)
    {
        // The square root of 0 is 0, its slope is infinite, 0 of which is NaN: the loss of this step is finite, the parameter after it is
        // not.
        var model = new Linear(1, 1, bias: false);
        model.Weight.Assign<float>([0]);
        FitReport report = Fit(compiled, new Sequential(model, new Root()), TensorData.From([1, 1], 1));
        Assert.That(
            report.Message,
            Does.StartWith(
            "step 1 (epoch 1) made a parameter infinite or NaN: the first NaN is made by divide f32[1,1] of the backward pass, which "
            + "gives NaN at [0,0]"));
        Assert.That(model.Weight.Value.Item<float>(), Is.Zero);
    }

    [Test]
    public void A_step_that_is_too_large_is_the_optimiser_s([Values] bool compiled)
    {
        var model = new Linear(1, 1, bias: false);
        var objective = new Objective(x => model.Forward(x) * 1e30, (y, _) => y.Sum());
        var trainer = new Trainer(
            Problems.Step(compiled, objective, new SGD(model.Parameters(), 1e30)))
        { NonFiniteFinder = new NonFiniteFinder() };
        FitReport report = trainer.Fit(
            new Dataset(TensorData.From([1, 1], 1), TensorData.From([1, 1], 1)), new FitOptions { ThrowOnDivergence = false });
        Assert.That(report.Outcome, Is.EqualTo(FitOutcome.Diverged));
        Assert.That(report.Message, Does.Contain("the optimiser's update made \"weight\" infinite or NaN"));
    }

    [Test]
    public void Dropout_drops_the_same_again_when_the_random_numbers_are_given([Values] bool compiled)
    {
        State random = RandomState.Create(3);
        // Elements that dropout kept give the logarithm of a negative number, dropped ones that of 1.
        var model = new Sequential(new Linear(1, 1), new Dropout(0.5), new LogOfOneMinusSquare());
        ((Linear)model[0]).Weight.Assign<float>([0]);
        ((Linear)model[0]).Bias!.Assign<float>([1]);
        var objective = new Objective(model, new MSELoss());
        Optimizer optimizer = new SGD(model.Parameters(), 0);
        ITrainingStep step = compiled ? new TrainingStep(objective, optimizer, new CompileOptions { Random = random })
            : new EagerTrainingStep(objective, optimizer, random);
        var trainer = new Trainer(step) { NonFiniteFinder = new NonFiniteFinder(random) };
        FitReport report = trainer.Fit(
            new Dataset(TensorData.From([1, 1], 1), TensorData.From([1, 1], 0)), new FitOptions { ThrowOnDivergence = false, Epochs = 50 });
        Assert.That(report.Message, Does.Contain("the first NaN is made by log f32[1,1]"));
    }

    [Test]
    public void A_fit_that_goes_well_is_the_same_with_it([Values] bool compiled)
    {
        float[] Train(bool find)
        {
            Sequential model = Problems.DigitModel(1);
            var trainer = new Trainer(Problems.Step(compiled, new Objective(model, new CrossEntropyLoss()), new Adam(model.Parameters())));
            trainer.NonFiniteFinder = find ? new NonFiniteFinder() : null;
            Assert.That(trainer.Fit(Problems.First(Digits.Load(), 128), new FitOptions()).Outcome, Is.EqualTo(FitOutcome.Completed));
            return ((Linear)model[0]).Weight.Value.Span<float>().ToArray();
        }
        Assert.That(Train(true), Is.EqualTo(Train(false)));
    }

    private static FitReport Fit(bool compiled, Module model, TensorData inputs)
    {
        var targets = TensorData.Zeros(new TensorType(DType.Float32, inputs.Shape));
        var trainer = new Trainer(Problems.Step(
            compiled, new Objective(model, new MSELoss()), new SGD(model.Parameters(), 0.1)))
        { NonFiniteFinder = new NonFiniteFinder() };
        return trainer.Fit(new Dataset(inputs, targets), new FitOptions { Shuffle = false, ThrowOnDivergence = false });
    }

    private sealed class LogOfNegative : Module
    {
        protected override Node Compute(Node x) => (-x.Square() - 1).Log();
    }

    private sealed class InfinityOverInfinity : Module
    {
        protected override Node Compute(Node x) => x.Square().Exp() / (x.Square().Exp() + 1);
    }

    private sealed class LogOfOneMinusSquare : Module
    {
        protected override Node Compute(Node x) => (1 - x.Square()).Log();
    }

    private sealed class Root : Module
    {
        protected override Node Compute(Node x) => x.Sqrt();
    }
}
