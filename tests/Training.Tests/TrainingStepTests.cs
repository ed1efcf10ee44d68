using NeuralJit.Compilation;
using NeuralJit.NN;

namespace NeuralJit.Training.Tests;

/// <summary>One step: forward, backward and update in one program.</summary>
public sealed class TrainingStepTests
{
    private static readonly (Dataset Training, Dataset Test) Data = Digits.LoadSplit();

    [Test]
    public void Compiled_and_eager_steps_do_the_same([Values] bool adam, [Values(0.0, 0.3)] double dropout)
    {
        Dataset data = Problems.First(Data.Training, 50);
        (float[] Losses, float[] Correct, float[] Weights) Train(bool compiled)
        {
            Sequential model = new(new Linear(64, 16), new ReLU(), new Dropout(dropout), new Linear(16, 10));
            model.Initialize(3);
            Optimizer optimizer = adam ? new Adam(model.Parameters(), 1e-2) : new SGD(model.Parameters(), 0.1, momentum: 0.9);
            ITrainingStep step = Problems.Step(compiled, new Objective(model, new CrossEntropyLoss(), Metric.Accuracy), optimizer, seed: 7);
            float[] losses = new float[5], correct = new float[5];
            for (int i = 0; i < losses.Length; i++)
            {
                losses[i] = step.Run(data.Inputs, data.Targets);
                correct[i] = step.MetricSums[0];
            }
            return (losses, correct, ((Linear)model[3]).Weight.Value.Span<float>().ToArray());
        }
        var eager = Train(compiled: false);
        var compiled = Train(compiled: true);
        Assert.That(compiled.Losses, Is.EqualTo(eager.Losses).Within(1e-4f).Percent);
        Assert.That(compiled.Correct, Is.EqualTo(eager.Correct));
        Assert.That(compiled.Weights, Is.EqualTo(eager.Weights).Within(1e-5f));
        Assert.That(eager.Losses[^1], Is.LessThan(eager.Losses[0]));
    }

    [Test]
    public void A_step_may_count_a_hundred_things([Values] bool compiled)
    {
        Sequential model = Problems.DigitModel(1);
        var objective = new Objective(model, new CrossEntropyLoss(), [.. Enumerable.Repeat(Metric.Accuracy, 100)]);
        ITrainingStep step = Problems.Step(compiled, objective, new SGD(model.Parameters(), 0.1));
        Dataset data = Problems.First(Data.Training, 50);
        step.Run(data.Inputs, data.Targets);
        Assert.That(step.MetricSums.ToArray(), Has.Length.EqualTo(100).And.All.EqualTo(step.MetricSums[0]));
    }

    [Test]
    public void A_smaller_last_batch_is_a_specialisation_of_its_own()
    {
        Sequential model = Problems.DigitModel(1);
        var step = new TrainingStep(new Objective(model, new CrossEntropyLoss()), new SGD(model.Parameters(), 0.1));
        foreach (Batch batch in new DataLoader(Problems.First(Data.Training, 70), 32).Epoch(0))
        {
            Assert.That(step.Run(batch.Inputs, batch.Targets), Is.GreaterThan(0));
        }
        Assert.That(step.Recompiles, Is.EqualTo(1));
    }

    [Test]
    public void Labels_may_be_int32_and_targets_float([Values] bool compiled)
    {
        TensorData x = TensorData.From([2, 3], 1, 2, 3, 4, 5, 6);
        var classes = new Linear(3, 4);
        float byInt64 = Problems.Step(compiled, new Objective(classes, new CrossEntropyLoss()), new SGD(classes.Parameters(), 0))
            .Run(x, TensorData.From<long>([2], [1, 3]));
        float byInt32 = Problems.Step(compiled, new Objective(classes, new CrossEntropyLoss()), new SGD(classes.Parameters(), 0))
            .Run(x, TensorData.From<int>([2], [1, 3]));
        Assert.That(byInt32, Is.EqualTo(byInt64));
        var value = new Linear(3, 1);
        Assert.That(Problems.Step(compiled, new Objective(value, new MSELoss()), new SGD(value.Parameters(), 0.01))
            .Run(x, TensorData.From([2, 1], 1, 2)), Is.GreaterThan(0));
    }

    [Test]
    public void Bad_batches_are_refused_and_change_nothing([Values] bool compiled)
    {
        var model = new Linear(3, 4);
        float[] before = model.Weight.Value.Span<float>().ToArray();
        ITrainingStep step = Problems.Step(compiled, new Objective(model, new CrossEntropyLoss()), new SGD(model.Parameters(), 0.1));
        TensorData two = TensorData.From([2, 3], 1, 2, 3, 4, 5, 6);
        TensorData Labels(params long[] labels) => TensorData.From<long>([labels.Length], labels);
        Assert.That(() => step.Run(TensorData.Zeros(new TensorType(DType.Float32, [0, 3])), Labels()),
            Throws.TypeOf<ShapeException>().With.Message.Contains("at least 1"));
        Assert.That(() => step.Run(two, Labels(1)), Throws.TypeOf<ShapeException>().With.Message.Contains("same number of samples"));
        Assert.That(() => step.Run(TensorData.From([2, 2], 1, 2, 3, 4), Labels(1, 2)),
            Throws.TypeOf<ShapeException>().With.Message.Contains("2x2 and 3x4"));
        Assert.That(
            () => step.Run(two, TensorData.From([2], 1, 2)), Throws.TypeOf<ShapeException>().With.Message.Contains("labels of i32 or i64"));
        Assert.That(
            () => step.Run(two, Labels(1, 4)), Throws.InstanceOf<GraphException>().With.Message.Contains("4"), "a label out of range");
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.That(() => step.Run(two, Labels(1, 2), cancelled.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(model.Weight.Value.Span<float>().ToArray(), Is.EqualTo(before));
        Assert.That(step.Run(two, Labels(1, 2)), Is.GreaterThan(0), "and the step still works");
    }

    [Test]
    public void Two_training_programs_of_one_model_exclude_each_other([Values] bool secondIsCompiled)
    {
        // Each step adds exactly 1 to the weight, so a lost update would show.
        const int Steps = 400;
        var weight = new Parameter(TensorData.From([1], 0), "w");
        ITrainingStep Make(bool compiled) => Problems.Step(
            compiled, new Objective(x => weight.Read() * x, (y, _) => y.Sum()), new SGD([weight], learningRate: 1, maximize: true));
        ITrainingStep[] steps = [Make(true), Make(secondIsCompiled)];
        TensorData one = TensorData.From([1], 1);
        Parallel.ForEach(steps, step =>
        {
            for (int i = 0; i < Steps; i++)
            {
                step.Run(one, one);
            }
        });
        Assert.That(weight.Value.Item<float>(), Is.EqualTo(2 * Steps));
    }

    [Test]
    public void Inference_sees_the_weights_of_the_step_before()
    {
        var model = new Linear(1, 1, bias: false);
        model.Weight.Assign<float>([1]);
        CompiledFunction inference = Compiler.Compile(model.Forward);
        TensorData x = TensorData.From([1, 1], 1), y = TensorData.From([1, 1], 0);
        inference.Run([x], [y]);
        Assert.That(y.Item<float>(), Is.EqualTo(1));
        new TrainingStep(new Objective(model, new MSELoss()), new SGD(model.Parameters(), 0.25)).Run(x, TensorData.From([1, 1], 3));
        inference.Run([x], [y]);
        Assert.That(y.Item<float>(), Is.EqualTo(2).Within(1e-6));
    }

    [Test]
    public void A_compiled_step_allocates_nothing_once_warm()
    {
        Sequential model = Problems.DigitModel(1);
        var step = new TrainingStep(new Objective(model, new CrossEntropyLoss(), Metric.Accuracy), new Adam(model.Parameters()));
        Dataset data = Problems.First(Data.Training, 64);
        for (int i = 0; i < 5; i++)
        {
            step.Run(data.Inputs, data.Targets);
        }
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++)
        {
            step.Run(data.Inputs, data.Targets);
        }
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }
}
