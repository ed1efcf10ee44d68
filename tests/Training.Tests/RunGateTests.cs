using NeuralJit.Compilation;
using NeuralJit.NN;

namespace NeuralJit.Training.Tests;

/// <summary>
/// Runs inside runs, and programs that come to share variables while they run: nothing hangs, and nobody reads what another writes.
/// </summary>
internal sealed class RunGateTests
{
    private const int Patience = 20_000;

    private static readonly TensorData X = TensorData.From([2, 3], 1, 2, 3, 4, 5, 6), T = TensorData.From([2, 1], 1, 2);

    [Test]
    [CancelAfter(Patience)]
    public void An_objective_may_compile_and_run_a_program_of_its_own_model()
    {
        var model = new Linear(3, 1, seed: 1);
        float[] inside = [];
        EagerTrainingStep step = Step(model, x =>
        {
            inside = Predict(model);
            return model.Forward(x);
        });
        float[] before = Predict(model);
        Finishes(() => step.Run(X, T));
        Assert.That(inside, Is.EqualTo(before));
        Finishes(() => step.Run(X, T));
        Assert.That(inside, Is.Not.EqualTo(before), "the second step reads what the first wrote");
    }

    [Test]
    [CancelAfter(Patience)]
    public void An_objective_may_run_a_program_of_another_model([Values] bool joinedBefore, [Values] bool reversed)
    {
        var models = new[] { new Linear(3, 1, seed: 1), new Linear(3, 1, seed: 2) };
        (Linear student, Linear teacher) = reversed ? (models[1], models[0]) : (models[0], models[1]);
        CompiledProgram taught = Compile(teacher.Forward);
        void Join() => Compile(x => teacher.Forward(x) + student.Forward(x));
        EagerTrainingStep step = Step(student, x =>
        {
            if (!joinedBefore)
            {
                Join();
            }
            return student.Forward(x) - Node.Constant(Run(taught));
        });
        if (joinedBefore)
        {
            Join();
        }
        Finishes(() => step.Run(X, T));
        Finishes(() => step.Run(X, T));
    }

    [Test]
    [CancelAfter(Patience)]
    public void A_step_before_the_loss_of_a_step_counts_as_one_before_it()
    {
        Linear model = new(3, 1, seed: 1), same = new(3, 1, seed: 1);
        TrainingStep Inner(Linear m) => new(new Objective(m, new MSELoss()), new SGD(m.Parameters(), 0.01));
        TrainingStep inner = Inner(model);
        EagerTrainingStep step = Step(model, x =>
        {
            inner.Run(X, T);
            return model.Forward(x);
        });
        Finishes(() => step.Run(X, T));
        Inner(same).Run(X, T);
        Step(same, same.Forward).Run(X, T);
        Assert.That(model.Weight.Value.Span<float>().ToArray(), Is.EqualTo(same.Weight.Value.Span<float>().ToArray()).Within(1e-6f));
    }

    [Test]
    [CancelAfter(Patience)]
    public void Compiling_waits_for_no_run()
    {
        var models = new[] { new Linear(3, 1, seed: 1), new Linear(3, 1, seed: 2) };
        using var isInside = new ManualResetEventSlim();
        using var mayGoOn = new ManualResetEventSlim();
        EagerTrainingStep step = Step(models[1], x =>
        {
            isInside.Set();
            mayGoOn.Wait();
            return models[1].Forward(x);
        });
        Task running = Task.Run(() => step.Run(X, T));
        isInside.Wait();
        CompiledProgram both = null!;
        Finishes(() => both = Compile(x => models[0].Forward(x) + models[1].Forward(x)));
        Finishes(() => Predict(models[0]), whenNot: false);
        Task<float[]> waiting = Task.Run(() => Run(both).Span<float>().ToArray());
        mayGoOn.Set();
        Finishes(running.Wait);
        Finishes(waiting.Wait);
        Assert.That(waiting.Result, Is.EqualTo(Run(both).Span<float>().ToArray()), "what was joined while it ran was waited for");
    }

    [Test]
    [CancelAfter(Patience)]
    public void Runs_that_wait_for_each_other_are_refused()
    {
        var models = new[] { new Linear(3, 1, seed: 1), new Linear(3, 1, seed: 2) };
        CompiledProgram[] programs = [.. models.Select(m => Compile(m.Forward))];
        using var both = new Barrier(2);
        int waits = 2;
        ITrainingStep[] steps = [.. models.Select((m, i) => Step(m, x =>
        {
            if (Interlocked.Decrement(ref waits) >= 0)
            {
                both.SignalAndWait();
            }
            Run(programs[1 - i]);
            return m.Forward(x);
        }))];
        string?[] errors = new string?[2];
        Thread[] threads = [.. steps.Select((step, i) => new Thread(() => errors[i] = Caught(() => step.Run(X, T))))];
        Array.ForEach(threads, t => t.Start());
        Finishes(() => Array.ForEach(threads, t => t.Join()));
        Assert.That(errors.Count(e => e is not null), Is.EqualTo(1), "one gives way, the other goes on");
        Assert.That(errors.Single(e => e is not null), Does.Contain("a run inside another waits for one on another thread"));
        foreach (ITrainingStep step in steps)
        {
            Finishes(() => step.Run(X, T));
        }
    }

    [Test]
    [CancelAfter(60_000)]
    public void Eager_steps_of_one_model_exclude_each_other([Values] bool byModule)
    {
        var model = new Sequential(new Linear(3, 2, seed: 1), new Linear(2, 1, seed: 2));
        Linear first = (Linear)model[0], second = (Linear)model[1];
        int inside = 0, most = 0;
        Node Loss(Node o, Node t)
        {
            most = Math.Max(most, Interlocked.Increment(ref inside));
            Thread.Yield();
            Interlocked.Decrement(ref inside);
            return (o - t).Square().Mean();
        }
        // Each knows its own layer's parameters only, from its optimiser.
        ITrainingStep[] steps = [.. new[] { first, second }.Select(layer => new EagerTrainingStep(
            byModule ? new Objective(model, new Counted(Loss)) : new Objective(model.Forward, Loss), new SGD(layer.Parameters(), 1e-4)))];
        Array.ForEach(steps, s => s.Run(X, T));
        most = 0;
        Parallel.Invoke([.. steps.Select(s => (Action)(() =>
        {
            for (int i = 0; i < 300; i++)
            {
                s.Run(X, T);
            }
        }))]);
        Assert.That(most, Is.EqualTo(1));
    }

    [Test]
    public void An_optimiser_that_leaves_a_trace_open_changes_nothing()
    {
        var model = new Linear(3, 1, seed: 1);
        float[] before = model.Weight.Value.Span<float>().ToArray();
        var step = new EagerTrainingStep(new Objective(model, new MSELoss()), new Leaving(model.Parameters()));
        Assert.That(() => step.Run(X, T), Throws.TypeOf<GraphException>().With.Message.Contains("optimizer"));
        Assert.That(GraphTrace.Current, Is.Null);
        Assert.That(model.Weight.Value.Span<float>().ToArray(), Is.EqualTo(before));
    }

    private static EagerTrainingStep Step(Linear model, Func<Node, Node> forward) =>
        new(new Objective(forward, (o, t) => (o - t).Square().Mean()), new SGD(model.Parameters(), 0.01));

    private static CompiledProgram Compile(Func<Node, Node> function) => Compiler.Compile(function).For(X.Shape);

    private static float[] Predict(Linear model) => Run(Compile(model.Forward)).Span<float>().ToArray();

    private static TensorData Run(CompiledProgram program)
    {
        TensorData y = TensorData.Zeros(program.OutputTypes[0]);
        program.Run([X], [y]);
        return y;
    }

    private static string? Caught(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (GraphException error)
        {
            return error.Message;
        }
    }

    // On a thread of its own, so that what hangs fails this test only.
    private static void Finishes(Action action, bool whenNot = true)
    {
        Exception? thrown = null;
        var thread = new Thread(() =>
        {
            try
            {
                action();
            }
            catch (Exception error)
            {
                thrown = error;
            }
        })
        { IsBackground = true };
        thread.Start();
        bool ended = thread.Join(whenNot ? Patience / 2 : 100);
        Assert.That(ended || !whenNot, Is.True, "it hangs");
        Assert.That(thrown, Is.Null);
    }

    private sealed class Counted(Func<Node, Node, Node> function) : Loss(LossReduction.Mean)
    {
        protected override Node Compute(Node input, Node target) => function(input, target);
    }

    private sealed class Leaving(IEnumerable<Parameter> parameters) : Optimizer(parameters, 0.1, maximize: false)
    {
        protected override StepScalars Prepare(Node learningRate, Node step) => new(learningRate);

        protected override Node Update(int index, Node p, Node gradient, StepScalars scalars)
        {
            _ = GraphTrace.Eager();
            return p - gradient;
        }
    }
}
