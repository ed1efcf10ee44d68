using NeuralJit.NN;

namespace NeuralJit.Training.Tests;

/// <summary>What holds for both kinds of steps: an error changes nothing, and what is set between two steps counts.</summary>
public sealed class StepLawTests
{
    private static readonly TensorData X = TensorData.From([4, 3], [.. Enumerable.Range(0, 12).Select(i => MathF.Sin(i))]);

    [Test]
    public void A_step_that_fails_changes_nothing([Values] bool compiled, [Values] bool adam)
    {
        var (model, optimizer, random, step) = Make(compiled, adam);
        step.Run(X, Labels(0, 1, 2, 1));
        float loss = step.MetricSums[0];
        Variable[] variables = [.. model.NamedVariables().Select(v => v.Variable), .. optimizer.NamedStates.Select(s => s.State), random];
        TensorData[] before = [.. variables.Select(v => v.Value.Clone())];
        Assert.That(() => step.Run(X, Labels(0, 1, 2, 7)), Throws.InstanceOf<GraphException>().With.Message.Contains("label 7"));
        Assert.That(() => step.Run(TensorData.From([1, 3], 1, 2, 3), Labels(0)), Throws.InstanceOf<GraphException>(), "batch norm needs two");
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.That(() => step.Run(X, Labels(0, 1, 2, 1), cancelled.Token), Throws.InstanceOf<OperationCanceledException>());
        for (int i = 0; i < variables.Length; i++)
        {
            Assert.That(variables[i].Value.Bytes.SequenceEqual(before[i].Bytes), variables[i].Name);
        }
        Assert.That(step.MetricSums[0], Is.EqualTo(loss), "the metrics of the last step that was one");
        step.Run(X, Labels(0, 1, 2, 1));
        Assert.That(optimizer.StepCount, Is.EqualTo(2));
    }

    [Test]
    public void Compiled_and_eager_steps_agree_whatever_is_set_between_them([Values] bool adam)
    {
        var compiled = Make(true, adam);
        var eager = Make(false, adam);
        Action<Sequential, Optimizer>[] changes =
            [
                (_, _) => { }, (m, _) => ((Linear)m[0]).Weight.RequiresGradient = false, (m, _) => m[1].Eval(), (m, _) => m[2].Eval(), (_, o) => o.LearningRate = 0.01,
                (m, _) => ((Linear)m[0]).Weight.RequiresGradient = true, (m, _) => m[1].FollowTrace(), (m, _) => m[2].Train(), (m, _) => m.Add(new Tanh()),
            ];
        for (int i = 0; i < changes.Length; i++)
        {
            Action<Sequential, Optimizer> change = changes[i];
            change(compiled.Model, compiled.Optimizer);
            change(eager.Model, eager.Optimizer);
            float loss = compiled.Step.Run(X, Labels(0, 1, 2, 1));
            Assert.That(loss, Is.EqualTo(eager.Step.Run(X, Labels(0, 1, 2, 1))).Within(1e-3f).Percent, $"change {i}");
            foreach (((string name, Variable a), (_, Variable b)) in compiled.Model.NamedVariables().Zip(eager.Model.NamedVariables()))
            {
                if (a.DType == DType.Float32)
                {
                    Assert.That(a.Value.Span<float>().ToArray(), Is.EqualTo(b.Value.Span<float>().ToArray()).Within(1e-4f), $"change {i}, {name}");
                }
            }
        }
    }

    private static (Sequential Model, Optimizer Optimizer, State Random, ITrainingStep Step) Make(bool compiled, bool adam)
    {
        var model = new Sequential(new Linear(3, 5, bias: false), new BatchNorm1d(5), new Dropout(0.25), new Linear(5, 3));
        model.Initialize(2);
        Optimizer optimizer = adam ? new Adam(model.Parameters(), 1e-2) : new SGD(model.Parameters(), 0.1, momentum: 0.9);
        State random = RandomState.Create(6);
        var objective = new Objective(model, new CrossEntropyLoss(), Metric.Accuracy);
        return (model, optimizer, random, compiled ? new TrainingStep(objective, optimizer, new() { Random = random }) : new EagerTrainingStep(objective, optimizer, random));
    }

    private static TensorData Labels(params long[] labels) => TensorData.From<long>([labels.Length], labels);
}
