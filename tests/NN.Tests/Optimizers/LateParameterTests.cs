namespace NeuralJit.NN.Tests.Optimizers;

/// <summary>
/// The law of parameters that do not always take part: whatever the others do, a parameter goes the way that it would go with an optimiser
/// of its own.
/// </summary>
[TestFixture(Mode.Eager)]
[TestFixture(Mode.Compiled)]
public sealed class LateParameterTests(Mode mode)
{
    private static readonly (string Name, Func<IEnumerable<Parameter>, Optimizer> Make)[] Optimizers =
        [
            ("SGD", p => new SGD(p, 0.1)), ("SGD with momentum", p => new SGD(p, 0.1, momentum: 0.9)),
            ("SGD with dampening", p => new SGD(p, 0.1, momentum: 0.9, dampening: 0.3, weightDecay: 0.1)),
            ("SGD with Nesterov's momentum", p => new SGD(p, 0.1, momentum: 0.9, nesterov: true)),
            ("Adam", p => new Adam(p, 0.01)), ("Adam with decay", p => new Adam(p, 0.01, beta1: 0.5, weightDecay: 0.1, maximize: true)),
            ("AMSGrad", p => new Adam(p, 0.01, amsgrad: true)), ("AdamW", p => new AdamW(p, 0.01)),
        ];

    private static IEnumerable<string> Names => Optimizers.Select(o => o.Name);

    // Which of the parameters a, b and c take part in each step: c comes last, b pauses.
    private static readonly bool[][] Steps =
        [[true, true, false], [true, true, false], [true, false, false], [true, false, false], [true, true, true], [true, true, true],
            [true, false, true]];

    [TestCaseSource(nameof(Names))]
    public void Each_parameter_goes_the_way_that_it_goes_alone(string name)
    {
        Parameter[] together = [New(DType.Float32), New(DType.Float32), New(DType.Float64)];
        Train(together, (step, i) => Steps[step][i]);
        for (int i = 0; i < together.Length; i++)
        {
            // An optimiser of float64 for each: the scalars are computed in the widest type.
            Parameter alone = New(together[i].DType), other = New(DType.Float64);
            int[] own = [.. Enumerable.Range(0, Steps.Length).Where(step => Steps[step][i])];
            Optimizer optimizer = Make(name, alone, other);
            foreach (int step in own)
            {
                Step(optimizer, [Gradient(step, i, alone.DType), null]);
            }
            Close.Within(0, Values(alone), together[i].Value, $"parameter {i}");
        }

        void Train(Parameter[] parameters, Func<int, int, bool> takesPart)
        {
            Optimizer optimizer = Make(name, parameters);
            for (int step = 0; step < Steps.Length; step++)
            {
                Step(optimizer, [.. parameters.Select((p, i) => takesPart(step, i) ? Gradient(step, i, p.DType) : null)]);
            }
        }
    }

    // torch.optim.Adam(lr=0.01) in the same situation: 1.0 before, 0.99 after the first step; 0.9865 where all share one counter.
    [Test]
    public void A_parameter_that_is_unfrozen_after_200_steps_moves_by_the_learning_rate()
    {
        Linear net = Tensors.Linear(1, 1, [1], [1]);
        net.Bias!.RequiresGradient = false;
        var optimizer = new Adam(net.Parameters(), learningRate: 0.01);
        Runner frozen = Stepper(net, optimizer);
        for (int i = 0; i < 200; i++)
        {
            frozen.Run(Tensors.F32([1, 1], 1));
        }
        net.Bias.RequiresGradient = true;
        Stepper(net, optimizer).Run(Tensors.F32([1, 1], 1));
        Close.Within(1e-6, [0.99], net.Bias.Value);
        Assert.That(optimizer.StepCount, Is.EqualTo(201));
    }

    [Test]
    public void Counters_that_are_saved_and_put_back_go_on_from_there()
    {
        Parameter[] left = [New(DType.Float32), New(DType.Float32)], right = [New(DType.Float32), New(DType.Float32)];
        var before = new Adam(left, 0.01);
        Step(before, [Gradient(0, 0, DType.Float32), null]);
        Step(before, [Gradient(1, 0, DType.Float32), Gradient(1, 1, DType.Float32)]);
        var after = new Adam(right, 0.01);
        foreach ((Variable from, Variable to) in before.NamedStates.Select(s => s.State).Concat<Variable>(left)
            .Zip(after.NamedStates.Select(s => s.State).Concat<Variable>(right)))
        {
            to.Assign<float>(from.Value.Span<float>());
        }
        TensorData?[] Last() => [Gradient(2, 0, DType.Float32), Gradient(2, 1, DType.Float32)];
        Step(before, Last());
        Step(after, Last());
        Close.Within(0, Values(left[0]), right[0].Value);
        Close.Within(0, Values(left[1]), right[1].Value);
        Assert.That(after.NamedStates.Single(s => s.Name == "step").State.Value.Span<float>().ToArray(), Is.EqualTo((float[])[3, 2]));
    }

    private static Parameter New(DType dtype) => new(dtype == DType.Float64 ? Tensors.F64([3], 1, -2, 3) : Tensors.F32([3], 1, -2, 3), "p");

    private static Optimizer Make(string name, params Parameter[] parameters) => Optimizers.Single(o => o.Name == name).Make(parameters);

    private static TensorData Gradient(int step, int parameter, DType dtype)
    {
        double scale = (step % 3) + parameter - 0.5;
        return dtype == DType.Float64 ? Tensors.F64([3], scale, 2 * scale, -scale) : Tensors.F32([3], scale, 2 * scale, -scale);
    }

    private static double[] Values(Parameter parameter) => parameter.DType == DType.Float64
        ? parameter.Value.Span<double>().ToArray()
        : [.. parameter.Value.Span<float>().ToArray().Select(v => (double)v)];

    private void Step(Optimizer optimizer, TensorData?[] gradients) => new Runner(mode, _ =>
    {
        optimizer.Step([.. gradients.Select(g => g is null ? null : Node.Constant(g))]);
        return [];
    }, training: true).Run();

    private Runner Stepper(Linear net, Optimizer optimizer) => new(mode, n =>
    {
        Node loss = net.Forward(n[0]).Sum();
        optimizer.Step(loss);
        return [loss];
    }, training: true);
}
