using NeuralJit.NN;

namespace NeuralJit.Training.Tests;

/// <summary>Training trains and evaluation evaluates, whatever mode the model was put into before.</summary>
public sealed class ModeTests
{
    private static readonly Dataset Training = Problems.First(Digits.LoadSplit().Training, 320),
        HeldOut = Problems.First(Digits.LoadSplit().Test, 100);

    private static Sequential Model()
    {
        var model = new Sequential(new Linear(64, 16), new BatchNorm1d(16), new ReLU(), new Dropout(0.5), new Linear(16, 10));
        model.Initialize(seed: 1);
        return model;
    }

    private static float[] Numbers(Sequential model) =>
        [.. model.NamedVariables().Where(v => v.Variable.DType == DType.Float32).SelectMany(v => v.Variable.Value.Span<float>().ToArray())];

    private static (Evaluation Validation, float[] Numbers, long Tracked) Fit(bool compiled, Action<Sequential> before)
    {
        Sequential model = Model();
        before(model);
        var objective = new Objective(model, new CrossEntropyLoss(), Metric.Accuracy);
        FitReport report = new Trainer(Problems.Step(compiled, objective, new Adam(model.Parameters())))
            .Fit(Training, new FitOptions { Epochs = 2, BatchSize = 32, Validation = HeldOut });
        return (report.Validation!, Numbers(model), model["1.num_batches_tracked"].Value.Item<long>());
    }

    [Test]
    public void A_model_told_to_train_is_validated_in_evaluation_mode([Values] bool compiled)
    {
        (Evaluation validation, float[] numbers, long tracked) = Fit(compiled, _ => { });
        (Evaluation told, float[] toldNumbers, long toldTracked) = Fit(compiled, m => m.Train());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(tracked, Is.EqualTo(20), "training steps alone change the statistics");
            Assert.That(toldTracked, Is.EqualTo(20));
            Assert.That(told.Loss, Is.EqualTo(validation.Loss));
            Assert.That(toldNumbers, Is.EqualTo(numbers), "bit by bit");
        }
    }

    [Test]
    public void Evaluators_and_predictors_change_nothing_and_drop_nothing()
    {
        Sequential model = Model();
        TensorData expected = new Predictor(model).Run(HeldOut);
        double loss = new Evaluator(new Objective(model, new CrossEntropyLoss())).Run(HeldOut).Loss;
        model.Train();
        model[3].Train();
        float[] before = Numbers(model);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(new Predictor(model).Run(HeldOut).Span<float>().ToArray(), Is.EqualTo(expected.Span<float>().ToArray()));
            Assert.That(new Evaluator(new Objective(model, new CrossEntropyLoss())).Run(HeldOut).Loss, Is.EqualTo(loss));
            Assert.That(Numbers(model), Is.EqualTo(before));
        }
    }

    [Test]
    public void A_step_of_a_model_in_evaluation_mode_is_refused_until_it_trains_again([Values] bool compiled)
    {
        Sequential model = Model();
        ITrainingStep step = Problems.Step(compiled, new Objective(model, new CrossEntropyLoss()), new Adam(model.Parameters()));
        model.Eval();
        float[] before = Numbers(model);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => step.Run(HeldOut.Inputs, HeldOut.Targets),
                Throws.TypeOf<GraphException>().With.Message.Contains("Sequential is in evaluation mode, for Eval() was called"));
            Assert.That(Numbers(model), Is.EqualTo(before));
            model.Train();
            Assert.That(() => step.Run(HeldOut.Inputs, HeldOut.Targets), Throws.Nothing);
            model.Eval();
            Assert.That(() => step.Run(HeldOut.Inputs, HeldOut.Targets), Throws.TypeOf<GraphException>(), "also once it is compiled");
        }
    }

    [Test]
    public void A_part_in_evaluation_mode_stays_as_it_is([Values] bool compiled)
    {
        (_, _, long tracked) = Fit(compiled, m => m[1].Eval());
        Assert.That(tracked, Is.Zero);
    }
}
