using System.Reflection;
using NeuralJit.Compilation;

namespace NeuralJit.NN.Tests.Modules;

/// <summary>
/// What may be changed after a function was compiled counts at its next run: the result is that of a function compiled afresh.
/// </summary>
public sealed class SettingLawTests
{
    // Laws about what is traced, not about code: the library's kernels do.
    private static readonly CompileOptions Plain = new() { GenerateCode = false };

    private static IEnumerable<LayerRow> Rows => LayerTable.Rows;

    private static IEnumerable<TestCaseData> Optimizers() =>
        [
            new TestCaseData((Func<IEnumerable<Parameter>, Optimizer>)(p => new SGD(p, 0.1))).SetArgDisplayNames("SGD"),
            new TestCaseData((Func<IEnumerable<Parameter>, Optimizer>)(
                p => new SGD(p, 0.1, momentum: 0.9, dampening: 0.1, weightDecay: 0.1))).SetArgDisplayNames("momentum"),
            new TestCaseData((Func<IEnumerable<Parameter>, Optimizer>)(p => new Adam(p, 0.1, amsgrad: true))).SetArgDisplayNames("Adam"),
            new TestCaseData((Func<IEnumerable<Parameter>, Optimizer>)(p => new AdamW(p, 0.1))).SetArgDisplayNames("AdamW"),
        ];

    [TestCaseSource(nameof(Rows))]
    public void A_layers_mode_counts_after_compiling(LayerRow row)
    {
        foreach (bool training in new[] { false, true })
        {
            Module compiled = row.Make(DType.Float32), fresh = row.Make(DType.Float32);
            TensorData x = Tensors.Random(row.Input, 6);
            State random = RandomState.Create(4), again = RandomState.Create(4);
            CompiledFunction function = Compiler.Compile(compiled.Forward, Plain with { Training = training, Random = random });
            foreach (Action<Module> change in new Action<Module>[] { _ =>
                { }, m => m.Eval(), m => m.Train(), m => m.FollowTrace(), m => m.Train(), m => m.Eval() })
            {
                change(compiled);
                change(fresh);
                TensorData actual = Run(function, x),
                    expected = Run(Compiler.Compile(fresh.Forward, Plain with { Training = training, Random = again }), x);
                Assert.That(Close.Values(actual), Is.EqualTo(Close.Values(expected)));
                AssertSame(compiled, fresh);
            }
            Assert.That(function.Compilations, Is.LessThanOrEqualTo(3), "each mode is compiled once");
        }
    }

    [TestCaseSource(nameof(Optimizers))]
    public void Frozen_parameters_count_after_compiling(Func<IEnumerable<Parameter>, Optimizer> make)
    {
        (Sequential Model, Optimizer Optimizer) New()
        {
            var model = new Sequential(new Linear(3, 4), new BatchNorm1d(4), new Dropout(0.25), new Linear(4, 2));
            model.Initialize(5);
            return (model, make(model.Parameters()));
        }
        (Sequential Model, Optimizer Optimizer) compiled = New(), fresh = New();
        TensorData x = Tensors.Random([5, 3], 1), t = Tensors.Random([5, 2], 2);
        State random = RandomState.Create(4), again = RandomState.Create(4);
        CompiledFunction step = Step(compiled, random);
        string[] frozen = ["", "0.weight", "0.weight 0.bias", "3.bias", "1.weight 1.bias 3.weight", "0.weight", ""];
        foreach (string names in frozen)
        {
            foreach ((Sequential model, _) in new[] { compiled, fresh })
            {
                foreach ((string name, Parameter parameter) in model.NamedParameters())
                {
                    parameter.RequiresGradient = !names.Split(' ').Contains(name);
                }
            }
            Assert.That(Close.Values(Run(step, x, t)), Is.EqualTo(Close.Values(Run(Step(fresh, again), x, t))), names);
            AssertSame(compiled.Model, fresh.Model);
        }
        Assert.That(step.Compilations, Is.EqualTo(5), "each choice is compiled once");
        Assert.That(step.History[1].Reason, Is.EqualTo(SpecialisationReason.OtherSettings));
        Assert.That(step.History[1].Cause, Is.EqualTo("RequiresGradient of \"0.weight\" was True, is False"));
    }

    [Test]
    public void A_learning_rate_is_no_reason_to_compile()
    {
        var model = new Linear(3, 2);
        var optimizer = new SGD(model.Parameters(), 0.1);
        CompiledFunction step = Step((new Sequential(model), optimizer), RandomState.Create(0));
        TensorData x = Tensors.Random([5, 3], 1), t = Tensors.Random([5, 2], 2);
        Run(step, x, t);
        optimizer.LearningRate = 0;
        double[] before = Close.Values(model.Weight.Value);
        Run(step, x, t);
        Assert.That(Close.Values(model.Weight.Value), Is.EqualTo(before));
        Assert.That(step.Compilations, Is.EqualTo(1));
    }

    [Test]
    public void Layers_that_are_appended_count_after_compiling()
    {
        var model = new Sequential(new Linear(3, 3), new Sequential());
        CompiledFunction function = Compiler.Compile(model.Forward, Plain);
        TensorData x = Tensors.Random([5, 3], 1);
        Run(function, x);
        ((Sequential)model[1]).Add(new Tanh());
        Assert.That(Close.Values(Run(function, x)), Is.EqualTo(Close.Values(Run(Compiler.Compile(model.Forward, Plain), x))));
        Assert.That(function.History[^1].Cause, Is.EqualTo("number of parts registered in Sequential \"1\" was 0, is 1"));
    }

    [Test]
    public void A_head_that_is_replaced_and_a_flag_of_ones_own_count_after_compiling()
    {
        var model = new Headed();
        CompiledFunction function = Compiler.Compile(model.Forward, Plain);
        TensorData x = Tensors.Random([5, 3], 1);
        Assert.That(Run(function, x).Shape, Is.EqualTo(Shape.Create([5, 2])));
        model.ReplaceHead(4);
        Assert.That(Run(function, x).Shape, Is.EqualTo(Shape.Create([5, 4])));
        model.Scale.Value = 0;
        Assert.That(Close.Values(Run(function, x)), Is.All.Zero);
        Assert.That(function.History[^1].Cause, Is.EqualTo("scale was 1, is 0"));
    }

    [Test]
    public void A_layer_that_registers_when_it_is_called_first_is_compiled_once()
    {
        var model = new Lazy();
        CompiledFunction function = Compiler.Compile(model.Forward, Plain);
        TensorData x = Tensors.Random([5, 3], 1);
        Run(function, x);
        Run(function, x);
        Assert.That(function.Compilations, Is.EqualTo(1));
    }

    [Test]
    public void A_function_that_sets_modes_itself_is_compiled_once()
    {
        var model = new Sequential(new Dropout(0.5));
        CompiledFunction function = Compiler.Compile(n =>
        {
            model[0].Eval();
            Node y = model.Forward(n);
            model[0].FollowTrace();
            return y;
        }, Plain with { Training = true });
        TensorData x = Tensors.Random([5, 3], 1);
        Assert.That(Close.Values(Run(function, x)), Is.EqualTo(Close.Values(x)));
        Run(function, x);
        Assert.That(function.Compilations, Is.EqualTo(1));
    }

    // What can be set on a component or an optimiser is here, with how compiled functions know of it.
    [Test]
    public void Nothing_else_can_be_changed()
    {
        string[] known =
            [
                "Optimizer.LearningRate", // a state: read at every run
            ];
        string[] found = [.. from type in typeof(Module).Assembly.GetTypes()
                             where typeof(Component).IsAssignableFrom(type) || typeof(Optimizer).IsAssignableFrom(type)
                             from property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
                             where property.SetMethod is { IsPublic: true } set
                                 && set.ReturnParameter.GetRequiredCustomModifiers().Length == 0
                             select $"{type.Name}.{property.Name}"];
        Assert.That(found, Is.EquivalentTo(known));
        string[] fields = [.. from type in typeof(Module).Assembly.GetTypes()
                              where typeof(Component).IsAssignableFrom(type) || typeof(Optimizer).IsAssignableFrom(type)
                              from field in type.GetFields(
                                  BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly)
                              where !field.IsInitOnly
                                  && !field.Name.EndsWith(">P", StringComparison.Ordinal) // parameters of primary constructors
                              select $"{type.Name}.{field.Name}"];
        // The name and where it belongs are only shown; what is known of the parameters is found again when it does not suffice.
        Assert.That(fields, Is.EquivalentTo(new[] { "Component.<Name>k__BackingField", "Component.parent", "Component.known" }));
    }

    private static CompiledFunction Step((Sequential Model, Optimizer Optimizer) training, State random) => Compiler.Compile((x, t) =>
    {
        Node loss = training.Model.Forward(x).MseLoss(t);
        training.Optimizer.Step(loss);
        return loss;
    }, Plain with { Training = true, Random = random });

    private static TensorData Run(CompiledFunction function, params TensorData[] inputs)
    {
        TensorData[] outputs = [.. function.For([.. inputs.Select(i => i.Type)]).OutputTypes.ToArray().Select(TensorData.Zeros)];
        function.Run(inputs, outputs);
        return outputs[0];
    }

    private static void AssertSame(Module actual, Module expected)
    {
        foreach (((string name, Variable variable), (_, Variable other)) in actual.NamedVariables().Zip(expected.NamedVariables()))
        {
            Assert.That(Close.Values(variable.Value), Is.EqualTo(Close.Values(other.Value)), name);
        }
    }

    private sealed class Headed : Module
    {
        private Linear head;

        public Headed()
        {
            head = Child("head", new Linear(3, 2));
        }

        public Setting<double> Scale { get; } = new(1, "scale");

        public void ReplaceHead(int features) => head = Child("new head", new Linear(3, features));

        protected override Node Compute(Node x) => head.Forward(x) * Scale.Value;
    }

    private sealed class Lazy : Module
    {
        private Linear? linear;

        protected override Node Compute(Node x) => (linear ??= Child("linear", new Linear(x.Shape[1], 2))).Forward(x);
    }
}
