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
        Assert.That(
            () => step.Run(TensorData.From([1, 3], 1, 2, 3), Labels(0)), Throws.InstanceOf<GraphException>(), "batch norm needs two");
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
                (_, _) => { }, (m, _) => ((Linear)m[0]).Weight.RequiresGradient = false, (m, _) =>
                    m[1].Eval(), (m, _) => m[2].Eval(), (_, o) => o.LearningRate = 0.01,
                (m, _) => ((Linear)m[0]).Weight.RequiresGradient = true, (m, _) =>
                    m[1].FollowTrace(), (m, _) => m[2].Train(), (m, _) => m.Add(new Tanh()),
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
                    Assert.That(
                        a.Value.Span<float>().ToArray(), Is.EqualTo(b.Value.Span<float>().ToArray()).Within(1e-4f), $"change {i}, {name}");
                }
            }
        }
    }

    [Test]
    public void A_module_that_leaves_a_trace_open_is_told_so_at_every_step([Values] bool compiled, [Values] bool fails)
    {
        var model = new Forgetful { Fails = fails };
        model.Initialize(2);
        var optimizer = new SGD(model.Parameters(), 0.1);
        var objective = new Objective(model, new MSELoss());
        ITrainingStep step = compiled ? new TrainingStep(objective, optimizer) : new EagerTrainingStep(objective, optimizer);
        TensorData before = model.Weight.Value.Clone(), x = TensorData.From([2, 1], 1, 2);
        Task steps = Task.Run(() =>
        {
            for (int i = 0; i < 3; i++)
            {
                Assert.That(() => step.Run(x, x), fails
                    ? Throws.TypeOf<ShapeException>()
                    : Throws.TypeOf<GraphException>().With.Message.Contains("Forgetful \"\": a trace that was opened in it is still open")
                        .And.Message.Contains("by using"));
                Assert.That(GraphTrace.Current, Is.Null);
            }
            model.Forgets = false;
            step.Run(x, x);
        });
        Assert.That(steps.Wait(TimeSpan.FromMinutes(1)), "it never returns");
        Assert.That(model.Weight.Version, Is.EqualTo(3), "drawn twice and stepped once");
        Assert.That(model.Weight.Value.Bytes.SequenceEqual(before.Bytes), Is.False);
    }

    [Test]
    public void A_metric_that_leaves_a_trace_open_is_told_so_and_nothing_is_stepped([Values] bool compiled, [Values] bool fails)
    {
        var model = new Forgetful { Forgets = false };
        var optimizer = new SGD(model.Parameters(), 0.1);
        bool forgets = true;
        var objective = new Objective(model, new MSELoss(), new Metric("sum", (y, _) =>
        {
            GraphTrace? left = forgets ? GraphTrace.Current!.IsEager ? GraphTrace.Eager() : GraphTrace.Symbolic() : null;
            return forgets && fails ? throw new NotSupportedException("no such metric") : y.Sum();
        }));
        ITrainingStep step = compiled ? new TrainingStep(objective, optimizer) : new EagerTrainingStep(objective, optimizer);
        TensorData x = TensorData.From([2, 1], 1, 2);
        long drawn = model.Weight.Version;
        for (int i = 0; i < 2; i++)
        {
            Assert.That(() => step.Run(x, x), fails
                ? Throws.TypeOf<NotSupportedException>()
                : Throws.TypeOf<GraphException>().With.Message.Contains("is still open"));
            Assert.That(model.Weight.Version, Is.EqualTo(drawn));
        }
        forgets = false;
        step.Run(x, x);
        Assert.That(optimizer.StepCount, Is.EqualTo(1));
    }

    private sealed class Forgetful : Module
    {
        private readonly Linear linear;

        public Forgetful()
        {
            linear = Child("linear", new Linear(1, 1, bias: false));
        }

        public Parameter Weight => linear.Weight;

        public bool Forgets { get; set; } = true;

        public bool Fails { get; init; }

        protected override Node Compute(Node x)
        {
            Node y = linear.Forward(x);
            if (Forgets)
            {
                GraphTrace left = GraphTrace.Current!.IsEager ? GraphTrace.Eager() : GraphTrace.Symbolic();
                y = Fails ? y + Node.Ones([3, 3]) : y;
            }
            return y;
        }
    }

    private static (Sequential Model, Optimizer Optimizer, State Random, ITrainingStep Step) Make(bool compiled, bool adam)
    {
        var model = new Sequential(new Linear(3, 5, bias: false), new BatchNorm1d(5), new Dropout(0.25), new Linear(5, 3));
        model.Initialize(2);
        Optimizer optimizer = adam ? new Adam(model.Parameters(), 1e-2) : new SGD(model.Parameters(), 0.1, momentum: 0.9);
        State random = RandomState.Create(6);
        var objective = new Objective(model, new CrossEntropyLoss(), Metric.Accuracy);
        return (model, optimizer, random, compiled
            ? new TrainingStep(objective, optimizer, new() { Random = random })
            : new EagerTrainingStep(objective, optimizer, random));
    }

    private static TensorData Labels(params long[] labels) => TensorData.From<long>([labels.Length], labels);
}
