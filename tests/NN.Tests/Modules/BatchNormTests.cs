namespace NeuralJit.NN.Tests.Modules;

/// <summary>What batch and instance normalisation remember, and that compiled programs see it.</summary>
[TestFixture(Mode.Eager)]
[TestFixture(Mode.Compiled)]
public sealed class BatchNormTests(Mode mode)
{
    private static readonly TensorData X = Tensors.F32([4, 1], 1, 2, 3, 6);

    // Mean 3, biased variance 3.5, unbiased 14/3.
    [Test]
    public void Training_moves_the_running_statistics_and_evaluation_takes_them()
    {
        var layer = new BatchNorm1d(1, eps: 0, momentum: 0.25);
        Runner train = new(mode, n => [layer.Forward(n[0])], training: true),
            evaluate = new(mode, n => [layer.Forward(n[0])], training: false);
        Close.Within(1e-6, [1, 2, 3, 6], evaluate.Run(X)[0], "mean 0, variance 1 at first");
        double deviation = Math.Sqrt(3.5);
        Close.Within(1e-6, [-2 / deviation, -1 / deviation, 0, 3 / deviation], train.Run(X)[0]);
        Close.Within(1e-6, [0.75], layer.RunningMean!.Value);
        Close.Within(1e-6, [0.75 + (0.25 * 14 / 3)], layer.RunningVar!.Value);
        Close.Within(0, [1], layer.NumBatchesTracked!.Value);
        double running = Math.Sqrt(0.75 + (0.25 * 14 / 3));
        Close.Within(1e-6, [0.25 / running, 1.25 / running, 2.25 / running, 5.25 / running], evaluate.Run(X)[0],
            "evaluation sees what training has changed");
        layer.ResetRunningStats();
        Close.Within(1e-6, [1, 2, 3, 6], evaluate.Run(X)[0], "reset");
    }

    [Test]
    public void Without_momentum_the_running_statistics_are_the_average()
    {
        var layer = new BatchNorm1d(1, momentum: null);
        var train = new Runner(mode, n => [layer.Forward(n[0])], training: true);
        train.Run(X);
        train.Run(Tensors.F32([2, 1], 4, 6));
        Close.Within(1e-6, [(3 + 5) / 2.0], layer.RunningMean!.Value);
        Close.Within(1e-6, [((14 / 3.0) + 2) / 2], layer.RunningVar!.Value);
        Close.Within(0, [2], layer.NumBatchesTracked!.Value);
    }

    [Test]
    public void A_frozen_layer_neither_uses_nor_remembers_the_batch()
    {
        var layer = new BatchNorm1d(1, eps: 0);
        layer.Eval();
        Close.Within(1e-6, [1, 2, 3, 6], new Runner(mode, n => [layer.Forward(n[0])], training: true).Run(X)[0]);
        Close.Within(0, [0], layer.NumBatchesTracked!.Value);
    }

    [Test]
    public void An_empty_batch_trains_nothing()
    {
        var layer = new BatchNorm2d(3);
        Assert.That(new Runner(mode, n => [layer.Forward(n[0])], training: true).Run(Tensors.Zeros([0, 3, 2, 2]))[0].Shape,
            Is.EqualTo(Shape.Create([0, 3, 2, 2])));
        Close.Within(0, [0, 0, 0], layer.RunningMean!.Value);
        Close.Within(0, [1, 1, 1], layer.RunningVar!.Value);
    }

    [Test]
    public void One_value_per_channel_cannot_be_trained_on()
    {
        var layer = new BatchNorm2d(3);
        Assert.That(() => new Runner(mode, n => [layer.Forward(n[0])], training: true).Run(Tensors.Zeros([1, 3, 1, 1])),
            Throws.TypeOf<ShapeException>().With.Message.Contains("more than 1 value per channel when training, got f32[1,3,1,1]"));
    }

    [Test]
    public void Instance_norm_remembers_the_average_of_its_instances()
    {
        var layer = new InstanceNorm1d(1, momentum: 0.5, trackRunningStats: true);
        new Runner(mode, n => [layer.Forward(n[0])], training: true).Run(Tensors.F32([2, 1, 2], 0, 2, 4, 8));
        Close.Within(1e-6, [0.5 * (1 + 6) / 2], layer.RunningMean!.Value);
        Close.Within(1e-6, [0.5 + (0.5 * (2 + 8) / 2)], layer.RunningVar!.Value);
        Close.Within(0, [0], layer.NumBatchesTracked!.Value);
    }

    [Test]
    public void Names_are_those_of_a_state_dict() => Assert.That(new Sequential(new BatchNorm2d(4)).NamedVariables().Select(v => v.Name),
        Is.EqualTo((string[])["0.weight", "0.bias", "0.running_mean", "0.running_var", "0.num_batches_tracked"]));

    [Test]
    public void Inference_after_a_training_step_sees_new_weights_and_statistics()
    {
        var model = new Sequential(
            new Conv2d(2, 8, 3, padding: 1, bias: false), new BatchNorm2d(8), new ReLU(), new Conv2d(8, 4, 3), new BatchNorm2d(4),
                new Flatten(), new Linear(4 * 16, 3));
        model.Initialize(1);
        TensorData x = Tensors.Random([2, 2, 6, 6], 1), labels = TensorData.From<long>([2], [0, 2]);
        var infer = new Runner(mode, n => [model.Forward(n[0])], training: false);
        double[] before = Close.Values(infer.Run(x)[0]);
        var optimizer = new SGD(model.Parameters(), 0.5);
        var train = new Runner(mode, n =>
        {
            Node loss = model.Forward(n[0]).CrossEntropy(n[1]);
            optimizer.Step(loss);
            return [loss];
        }, training: true);
        for (int step = 0; step < 3; step++)
        {
            train.Run(x, labels);
            TensorData after = infer.Run(x)[0];
            double[] fresh = Close.Values(Execution.Run(Mode.Eager, n => [model.Forward(n[0])], x)[0]);
            Close.Relative(2e-5, fresh, after, $"step {step}");
            Assert.That(Close.Values(after), Is.Not.EqualTo(before).Within(1e-3), "a step changes what is inferred");
            before = Close.Values(after);
        }
    }
}
