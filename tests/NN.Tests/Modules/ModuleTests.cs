namespace NeuralJit.NN.Tests.Modules;

/// <summary>Registration, names, sharing, training mode.</summary>
public sealed class ModuleTests
{
    [Test]
    public void Names_are_dotted_paths_in_the_order_of_registration()
    {
        var model = new Net();
        Assert.That(model.NamedVariables().Select(v => v.Name), Is.EqualTo((string[])
            ["scale", "steps", "encoder.0.weight", "encoder.0.bias", "encoder.1.weight", "encoder.1.bias"]));
        Assert.That(model.NamedParameters().Select(p => p.Parameter.Name), Is.EqualTo(model.NamedParameters().Select(p => p.Name)));
        Assert.That(model.NamedComponents().Select(c => c.Name), Is.EqualTo((string[])["", "encoder", "encoder.0", "encoder.1"]));
        Assert.That(model.ParameterCount, Is.EqualTo(1 + 12 + 8));
        model.Scale.RequiresGradient = false;
        Assert.That(model.ParameterCount, Is.EqualTo(12 + 8), "frozen parameters do not count as trainable");
    }

    [Test]
    public void Errors_and_dumps_name_the_module_path()
    {
        var model = new Net();
        using GraphTrace trace = GraphTrace.Symbolic();
        Node y = model.Forward(Node.Input("x", [5, 3]));
        Assert.That(y.Inputs[0].Origin!.ModulePath, Is.EqualTo("encoder.1"));
        ShapeException error = Assert.Throws<ShapeException>(() => model.Forward(Node.Input("x", [5, 4])))!;
        Assert.That(error.Message, Does.Contain("encoder.0").And.Contain("ModuleTests.cs:"));
        Assert.That(trace.ModulePath, Is.Empty, "a failed call leaves the modules");
    }

    [TestCase(Mode.Eager)]
    [TestCase(Mode.Compiled)]
    public void A_parameter_that_nobody_registered_is_an_error_that_names_it(Mode mode)
    {
        var forgotten = new ForgottenParameter();
        GraphException error = Assert.Throws<GraphException>(() => Execution.Run(mode, forgotten.Forward, Tensors.Zeros([2, 3])))!;
        Assert.That(error.Message, Does.Contain("\"gain\" f32[3]").And.Contain("Parameter(").And.Contain("ModuleTests.cs:"));
    }

    [TestCase(Mode.Eager)]
    [TestCase(Mode.Compiled)]
    public void A_parameter_of_an_unregistered_child_is_an_error_too(Mode mode)
    {
        var forgotten = new Sequential(new Identity(), new ForgottenChild());
        GraphException error = Assert.Throws<GraphException>(() => Execution.Run(mode, forgotten.Forward, Tensors.Zeros([2, 3])))!;
        Assert.That(error.Message, Does.Contain("\"weight\" f32[2,3]").And.Contain("Child(").And.Contain("at 1"));
        Assert.Throws<GraphException>(() => Execution.Run(mode, forgotten.Forward, Tensors.Zeros([2, 3])), "the second time too");
    }

    [Test]
    public void Registering_it_later_helps()
    {
        var model = new Sequential(new Identity());
        Execution.Run(Mode.Eager, model.Forward, Tensors.Zeros([2, 3]));
        model.Add(new Linear(3, 2));
        Assert.That(Execution.Run(Mode.Eager, model.Forward, Tensors.Zeros([2, 3])).Shape, Is.EqualTo(Shape.Create([2, 2])));
    }

    [TestCase(Mode.Eager)]
    [TestCase(Mode.Compiled)]
    public void A_parameter_of_two_modules_is_listed_once_and_has_one_gradient(Mode mode)
    {
        var model = new Tied();
        Assert.That(model.NamedParameters().Select(p => p.Name), Is.EqualTo((string[])["first.weight"]));
        Assert.That(
            model.NamedVariables().Select(p => p.Name), Is.EqualTo((string[])["first.weight", "second.weight"]), "files hold both names");
        Tensors.Set(model.Weight, 2);
        // y = w·(w·x): dy/dw = 2·w·x
        TensorData[] results = Execution.ForwardBackward(mode, model.Forward, model.Parameters(), Tensors.F32([1], 3), Tensors.F32([1], 1));
        Close.Within(1e-6, [12], results[0], "y");
        Close.Within(1e-6, [4], results[1], "dx");
        Close.Within(1e-6, [12], results[2], "dw");
        var optimizer = new SGD([model.Weight, model.Weight], learningRate: 0.1);
        Assert.That(optimizer.Parameters, Has.Count.EqualTo(1));
        Execution.Run(mode, n =>
        {
            Node loss = model.Forward(n[0]).Sum();
            optimizer.Step(loss);
            return [loss];
        }, Tensors.F32([1], 3));
        Close.Within(1e-6, [2 - 1.2], model.Weight.Value, "w after a step");
    }

    [TestCase(Mode.Eager)]
    [TestCase(Mode.Compiled)]
    public void A_module_used_twice_adds_up_its_gradients(Mode mode)
    {
        Linear shared = Tensors.Linear(1, 1, [3], [1]);
        var model = new Sequential(shared, shared);
        Assert.That(model.NamedParameters().Select(p => p.Name), Is.EqualTo((string[])["0.weight", "0.bias"]));
        // y = w(wx + b) + b: dy/dw = 2wx + b, dy/db = w + 1
        TensorData[] results = Execution.ForwardBackward(
            mode, model.Forward, model.Parameters(), Tensors.F32([1, 1], 2), Tensors.F32([1, 1], 1));
        Close.Within(1e-6, [22], results[0], "y");
        Close.Within(1e-6, [13], results[2], "dw");
        Close.Within(1e-6, [4], results[3], "db");
    }

    [Test]
    public void Bad_names_and_cycles_are_refused()
    {
        var model = new Open();
        Assert.That(() => model.Add("", new Identity()), Throws.TypeOf<GraphException>().With.Message.Contains("not empty"));
        Assert.That(() => model.Add("a.b", new Identity()), Throws.TypeOf<GraphException>().With.Message.Contains("dots"));
        model.Add("a", new Identity());
        Assert.That(() => model.Add("a", new Identity()), Throws.TypeOf<GraphException>().With.Message.Contains("registered already"));
        Assert.That(() => model.Add("self", model), Throws.TypeOf<GraphException>().With.Message.Contains("inside itself"));
        Assert.That(() => model.Add("loop", new Sequential(new Identity(), model)),
            Throws.TypeOf<GraphException>().With.Message.Contains("inside itself"));
        Assert.That(() => model.Add("none", null!), Throws.ArgumentNullException);
    }

    [Test]
    public void What_is_added_to_a_child_later_is_named_from_the_outermost_module()
    {
        var model = new Open();
        var layers = new Sequential();
        model.Add("layers", layers);
        layers.Add(new Linear(1, 1)).Add(new Sequential(new Linear(1, 1)));
        ((Sequential)layers[1]).Add(new Linear(1, 1));
        Assert.That(model.NamedParameters().Select(p => p.Parameter.Name), Is.EqualTo(model.NamedParameters().Select(p => p.Name)));
        Assert.That(model.NamedParameters().Last().Name, Is.EqualTo("layers.1.1.bias"));
    }

    [Test]
    public void Registering_many_layers_takes_work_in_proportion()
    {
        long WorkOf(int layers)
        {
            var model = new Sequential();
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < layers; i++)
            {
                model.Add(new Linear(1, 1));
            }
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
        WorkOf(500);
        Assert.That((double)WorkOf(2000) / WorkOf(500), Is.LessThan(5));
    }

    // Calls of modules by modules are calls: they end with a sentence, not with the process; all else is loops.
    [Test]
    public void Modules_nested_deeper_than_the_stack_are_an_error()
    {
        Module model = new Linear(1, 1);
        for (int i = 0; i < 4000; i++)
        {
            model = new Sequential(model);
        }
        GraphException? error = null;
        string text = "";
        var thread = new Thread(() =>
        {
            text = model.ToString();
            error = Assert.Throws<GraphException>(() => Execution.Run(Mode.Compiled, n => [model.Forward(n[0])], Tensors.F32([1, 1], 1)));
        }, 256 << 10);
        thread.Start();
        thread.Join();
        Assert.That(error!.Message, Does.Contain("nested too deeply"));
        Assert.That(text, Does.Contain("(0): Sequential(…)"));
        Assert.That(model.NamedComponents().Count(), Is.EqualTo(4001));
        Assert.That(model.Parameters().Select(p => p.Name.Length), Is.EqualTo(new[] { 8000 + "weight".Length, 8000 + "bias".Length }));
    }

    [TestCase(Mode.Eager)]
    [TestCase(Mode.Compiled)]
    public void The_trace_decides_about_training_unless_a_module_does(Mode mode)
    {
        var model = new Sequential(new Dropout(1), new Sequential(new Dropout(0)));
        double Mean(bool training) =>
            Close.Values(new Runner(mode, n => [model.Forward(n[0]).Mean()], training).Run(Tensors.F32([2], 1, 1))[0])[0];
        Assert.That((Mean(training: false), Mean(training: true)), Is.EqualTo((1.0, 0.0)));
        model[0].Eval();
        Assert.That(Mean(training: true), Is.EqualTo(1), "frozen");
        model[0].FollowTrace();
        model.Train();
        Assert.That(Mean(training: false), Is.EqualTo(0), "the children follow");
        model[0].Eval();
        Assert.That(Mean(training: false), Is.EqualTo(1), "unless they decide themselves");
    }

    [Test]
    public void A_module_with_several_inputs_takes_a_tuple()
    {
        var model = new Weighted();
        foreach (Mode mode in Enum.GetValues<Mode>())
        {
            TensorData y = Execution.Run(mode, n => [model.Forward((n[0], n[1]))], Tensors.F32([2], 1, 2), Tensors.F32([2], 10, 20))[0];
            Close.Within(1e-6, [1 + 5, 2 + 10], y);
        }
        Assert.That(model.ToString(), Is.EqualTo("Weighted()"));
    }

    private sealed class Net : Module
    {
        private readonly Sequential encoder;

        public Net()
        {
            Scale = Parameter("scale", TensorData.From([1], 1));
            State("steps", TensorData.Zeros(new TensorType(DType.Int64, [1])));
            encoder = Child("encoder", new Sequential(new Linear(3, 3), new Linear(3, 2)));
        }

        public Parameter Scale { get; }

        protected override Node Compute(Node x) => encoder.Forward(x) * Scale;
    }

    private sealed class ForgottenParameter : Module
    {
        private readonly Parameter gain = new(TensorData.From([3], 1, 1, 1), "gain");

        protected override Node Compute(Node x) => x * gain;
    }

    private sealed class ForgottenChild : Module
    {
        private readonly Linear linear = new(3, 2);

        protected override Node Compute(Node x) => linear.Forward(x);
    }

    private sealed class Tied : Module
    {
        private readonly Scale first;
        private readonly Scale second;

        public Tied()
        {
            Weight = new Parameter(TensorData.From([1], 1));
            first = Child("first", new Scale(Weight));
            second = Child("second", new Scale(Weight));
        }

        public Parameter Weight { get; }

        protected override Node Compute(Node x) => second.Forward(first.Forward(x));
    }

    private sealed class Scale : Module
    {
        private readonly Parameter weight;

        public Scale(Parameter weight)
        {
            this.weight = Parameter("weight", weight);
        }

        protected override Node Compute(Node x) => x * weight;
    }

    private sealed class Open : Module
    {
        public void Add(string name, Module child) => Child(name, child);

        protected override Node Compute(Node x) => x;
    }

    private sealed class Weighted : Module<(Node A, Node B), Node>
    {
        private readonly Parameter weight;

        public Weighted()
        {
            weight = Parameter("weight", TensorData.From([1], 0.5f));
        }

        protected override Node Compute((Node A, Node B) input) => input.A + (input.B * weight);
    }
}
