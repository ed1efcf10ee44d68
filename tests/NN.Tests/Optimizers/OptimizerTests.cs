namespace NeuralJit.NN.Tests.Optimizers;

/// <summary>What optimisers do beside PyTorch's update rules (those are in the oracle tests).</summary>
[TestFixture(Mode.Eager)]
[TestFixture(Mode.Compiled)]
public sealed class OptimizerTests(Mode mode)
{
    [Test]
    public void Frozen_parameters_stay_and_get_no_moments_update()
    {
        Linear net = Tensors.Linear(1, 1, [2], [1]);
        net.Bias!.RequiresGradient = false;
        var optimizer = new SGD(net.Parameters(), learningRate: 0.1, momentum: 0.9);
        StepOn(net, optimizer, 3);
        Close.Within(1e-6, [2 - 0.3], net.Weight.Value);
        Close.Within(0, [1], net.Bias.Value);
        Assert.That(net.Bias.Version, Is.EqualTo(2), "drawn and set, not stepped");
    }

    [Test]
    public void A_parameter_that_the_loss_does_not_depend_on_is_left_alone()
    {
        Linear used = Tensors.Linear(1, 1, [2], [1]), unused = Tensors.Linear(1, 1, [5], null);
        var optimizer = new Adam([.. used.Parameters(), .. unused.Parameters()], weightDecay: 0.1);
        StepOn(used, optimizer, 1);
        Close.Within(0, [5], unused.Weight.Value);
    }

    [Test]
    public void The_learning_rate_is_state_and_counts_from_the_next_step_on()
    {
        Linear net = Tensors.Linear(1, 1, [2], null);
        var optimizer = new SGD(net.Parameters(), learningRate: 0.1);
        Runner step = Stepper(net, optimizer);
        step.Run(Tensors.F32([1, 1], 1));
        Close.Within(1e-6, [1.9], net.Weight.Value);
        optimizer.LearningRate = 0.5;
        Assert.That(optimizer.LearningRate, Is.EqualTo(0.5));
        step.Run(Tensors.F32([1, 1], 1));
        Close.Within(1e-6, [1.4], net.Weight.Value);
        Assert.That(optimizer.StepCount, Is.EqualTo(2));
    }

    [Test]
    public void Updates_are_simultaneous()
    {
        // loss = a·b: both gradients are taken at the old values.
        var a = new Parameter(TensorData.From([1], 2), "a");
        var b = new Parameter(TensorData.From([1], 3), "b");
        var optimizer = new SGD([a, b], learningRate: 1);
        Execution.Run(mode, n =>
        {
            Node loss = a.Read() * b.Read() * n[0];
            optimizer.Step(loss);
            return [loss];
        }, Tensors.F32([1], 1));
        Close.Within(0, [2 - 3], a.Value, "a");
        Close.Within(0, [3 - 2], b.Value, "b");
    }

    [Test]
    public void Float64_parameters_are_optimised_in_float64()
    {
        var p = new Parameter(TensorData.From<double>([1], [1]), "p");
        var optimizer = new Adam([p], learningRate: 0.1);
        Runner runner = new(mode, n =>
        {
            Node loss = (p.Read() * n[0]).Sum();
            optimizer.Step(loss);
            return [loss];
        }, training: true);
        runner.Run(Tensors.F64([1], 3));
        // At the first step m̂/√v̂ = sign(g): p = 1 − lr · 3 / (3 + eps).
        Close.Within(1e-14, [1 - (0.1 * 3 / (3 + 1e-8))], p.Value);
    }

    [Test]
    public void Bad_losses_and_states_are_refused_and_change_nothing()
    {
        Linear net = Tensors.Linear(1, 2, [2, 3], [0, 0]);
        var optimizer = new SGD(net.Parameters(), learningRate: 0.1);
        void Expect(Func<Node, Node> loss, string text) => Assert.That(() => Execution.Run(mode, n =>
        {
            optimizer.Step(loss(n[0]));
            return [n[0]];
        }, Tensors.F32([1, 1], 1)), Throws.TypeOf<GraphException>().With.Message.Contains(text));
        Expect(net.Forward, "one element");
        Expect(x => x.Sum(), "depends on none");
        Expect(x => net.Forward(x).StopGradient().Sum(), "depends on none");
        foreach (Parameter parameter in net.Parameters())
        {
            parameter.RequiresGradient = false;
        }
        Expect(x => net.Forward(x).Sum(), "frozen");
        Close.Within(0, [2, 3], net.Weight.Value);
        Assert.That(optimizer.StepCount, Is.Zero);
    }

    [Test]
    public void A_loss_from_before_an_update_cannot_be_stepped_on_again()
    {
        Linear net = Tensors.Linear(1, 1, [2], null);
        var optimizer = new SGD(net.Parameters(), learningRate: 0.1);
        Assert.That(() => Execution.Run(mode, n =>
        {
            Node loss = net.Forward(n[0]).Sum();
            optimizer.Step(loss);
            optimizer.Step(loss);
            return [loss];
        }, Tensors.F32([1, 1], 1)), Throws.TypeOf<GraphException>().With.Message.Contains("before the last update"));
    }

    [Test]
    public void A_parameter_is_stepped_by_what_all_traces_read_of_it()
    {
        var p = new Parameter(TensorData.From([1], 2), "p");
        var optimizer = new SGD([p], learningRate: 1);
        Execution.Run(mode, n =>
        {
            Node inside;
            using (mode == Mode.Eager ? GraphTrace.Eager() : GraphTrace.Symbolic())
            {
                inside = p.Read() * 5;
            }
            Node loss = ((p.Read() * 2) + inside) * n[0];
            optimizer.Step(loss);
            return [loss];
        }, Tensors.F32([1], 1));
        Close.Within(0, [2 - 7], p.Value);
    }

    [Test]
    public void A_loss_of_updated_parameters_is_differentiated_by_these_alone()
    {
        // After the first step p is 2 − 3 = −1: the gradient of p² is −2, not −2 and 4 or the derivative by the value before.
        var p = new Parameter(TensorData.From([1], 2), "p");
        var optimizer = new SGD([p], learningRate: 1);
        Execution.Run(mode, n =>
        {
            optimizer.Step(p.Read() * 3 * n[0]);
            Node loss = p.Read() * p.Read() * n[0];
            optimizer.Step(loss);
            return [loss];
        }, Tensors.F32([1], 1));
        Close.Within(0, [-1 + 2], p.Value);
    }

    [Test]
    public void Parameters_of_narrow_types_are_refused_when_it_is_made()
    {
        var narrow = new Parameter(TensorData.Zeros(new TensorType(DType.Float16, [2])), "w");
        Assert.That(
            () => new SGD([narrow], 0.1),
            Throws.TypeOf<GraphException>().With.Message.EqualTo(
                "SGD: parameter \"w\" is f16[2]; only f32 and f64 are optimised: keep it in one of these and cast what is read"));
    }

    [Test]
    public void What_a_parameter_was_given_of_another_is_its_value()
    {
        var p = new Parameter(TensorData.From([1], 10), "p");
        var q = new Parameter(TensorData.From([1], 20), "q");
        var optimizer = new SGD([p], learningRate: 1);
        Execution.Run(mode, n =>
        {
            Node before = (p.Read() * 100).Sum();
            GraphTrace.Current!.Update(p, q.Read());
            Node loss = (p.Read() * 3 * n[0]).Sum() + before;
            optimizer.Step(loss);
            return [loss];
        }, Tensors.F32([1], 1));
        // What p was before the update gets no gradient.
        Close.Within(0, [20 - 3], p.Value);
        Close.Within(0, [20], q.Value);
    }

    [Test]
    public void The_scalars_of_a_step_are_cast_once_for_each_type()
    {
        DType[] types = [DType.Float32, DType.Float64, DType.Float32, DType.Float64];
        Parameter[] parameters = [.. types.Select(t => new Parameter(TensorData.Zeros(new TensorType(t, [2])), "p"))];
        var optimizer = new Watched(parameters);
        Execution.Run(mode, n =>
        {
            optimizer.Step([.. parameters.Select(p => p.Read() + 1)]);
            return [n[0]];
        }, Tensors.F32([1], 1));
        Assert.That(optimizer.Seen, Has.Count.EqualTo(8));
        Assert.That(optimizer.Seen.Distinct().Count(), Is.EqualTo(4), "two scalars in two types");
    }

    private sealed class Watched(Parameter[] parameters) : Optimizer(parameters, 1, maximize: false)
    {
        public List<Node> Seen { get; } = [];

        protected override StepScalars Prepare(Node learningRate, Node step) => new(learningRate, step * 2);

        protected override Node Update(int index, Node p, Node gradient, StepScalars scalars)
        {
            // What was computed in a scope is gone after it; what is cast for all is not.
            using EagerScope? scope = GraphTrace.Current is { IsEager: true } eager ? eager.Scope() : null;
            Node rate = scalars[0, p], steps = scalars[1, p];
            Seen.AddRange([Source(rate), Source(steps)]);
            Node value = p - (gradient * rate * steps);
            return scope?.Keep(value) ?? value;
        }

        private static Node Source(Node node)
        {
            while (node.Op is ViewOp)
            {
                node = node.Inputs[0];
            }
            return node;
        }
    }

    private Runner Stepper(Linear net, Optimizer optimizer) => new(mode, n =>
    {
        Node loss = net.Forward(n[0]).Sum();
        optimizer.Step(loss);
        return [loss];
    }, training: true);

    private void StepOn(Linear net, Optimizer optimizer, double x) => Stepper(net, optimizer).Run(Tensors.F32([1, 1], x));
}

/// <summary>What does not depend on the mode.</summary>
public sealed class OptimizerArgumentTests
{
    private static readonly Parameter P = new(TensorData.From([1], 1), "p");

    private static readonly TestCaseData[] BadArguments =
    [
        new TestCaseData(() => new SGD([]), "no parameters"),
        new TestCaseData(() => new SGD([P], learningRate: -1), "learning rate"),
        new TestCaseData(() => new SGD([P], learningRate: double.NaN), "learning rate"),
        new TestCaseData(() => new SGD([P], momentum: -0.1), "momentum"),
        new TestCaseData(() => new SGD([P], nesterov: true), "Nesterov"),
        new TestCaseData(() => new SGD([P], weightDecay: -1), "weight decay"),
        new TestCaseData(() => new Adam([P], beta1: 1), "beta1"),
        new TestCaseData(() => new Adam([P], beta2: -0.5), "beta2"),
        new TestCaseData(() => new AdamW([P], eps: -1), "eps"),
    ];

    [TestCaseSource(nameof(BadArguments))]
    public void Bad_arguments_are_refused(Func<Optimizer> make, string text) =>
        Assert.That(() => make(), Throws.TypeOf<GraphException>().With.Message.Contains(text));

    [Test]
    public void States_bear_the_parameters_and_PyTorchs_names() => Assert.That(
        new Adam(new Sequential(new Linear(2, 1)).Parameters(), amsgrad: true).NamedStates.Select(s => s.Name), Is.EqualTo((string[])
        [
            "learning_rate", "step", "0.weight.exp_avg", "0.bias.exp_avg", "0.weight.exp_avg_sq", "0.bias.exp_avg_sq",
            "0.weight.max_exp_avg_sq", "0.bias.max_exp_avg_sq",
        ]));

    [Test]
    public void Stepping_needs_a_trace_and_by_gradients_eager_mode()
    {
        var optimizer = new SGD([P]);
        Assert.That(() => optimizer.Step(Node.Scalar(1)), Throws.TypeOf<GraphException>().With.Message.Contains("no trace is open"));
        using (GraphTrace.Symbolic())
        {
            Assert.That(optimizer.Step, Throws.TypeOf<GraphException>().With.Message.Contains("Step(loss)"));
        }
        using (GraphTrace.Eager())
        {
            Assert.That(optimizer.Step, Throws.TypeOf<GraphException>().With.Message.Contains("Backward()"));
            Assert.That(() => optimizer.Step([]), Throws.TypeOf<GraphException>().With.Message.Contains("as many gradients"));
            Assert.That(() => optimizer.Step([Node.Zeros([2])]), Throws.TypeOf<ShapeException>().With.Message.Contains("f32[2]"));
        }
    }
}
