using NeuralJit.NN;
using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>An optimiser's update is one pass over the parameter, in place, inside the kernel that makes the gradient.</summary>
internal sealed class OptimizerFusionTests
{
    private static readonly TensorData X = Samples.Uniform([9, 33]), T = Samples.Uniform([9, 20], seed: 2);

    private static readonly (string Name, Func<IEnumerable<Parameter>, Optimizer> Make)[] Optimizers =
        [
            ("SGD", p => new SGD(p, 0.1)), ("SGD with momentum", p => new SGD(p, 0.1, momentum: 0.9)),
            ("SGD with Nesterov's momentum and decay", p => new SGD(p, 0.1, momentum: 0.9, weightDecay: 0.01, nesterov: true)),
            ("Adam", p => new Adam(p, 0.1)), ("AdamW", p => new AdamW(p, 0.1)),
        ];

    private static IEnumerable<string> Names => Optimizers.Select(o => o.Name);

    [TestCaseSource(nameof(Names))]
    public void The_update_alone_is_one_kernel_per_parameter(string name)
    {
        var parameter = new Parameter(Samples.Uniform([20, 33]), "weight");
        Optimizer optimizer = Make(name, parameter);
        CompiledProgram program = Compiler.Compile(Programs.Trace(x =>
        {
            optimizer.Step([x[0]]);
            return [];
        }, [parameter.Type]));
        string[] passes =
            [.. program.Report.Kernels.Where(k => k.Description.Contains("[20,33]", StringComparison.Ordinal)).Select(k => k.Name)];
        Assert.That(passes, Has.Length.EqualTo(1), program.Describe);
        Assert.That(program.Report.Kernels.Select(k => k.Name), Has.None.EqualTo("assign"), program.Describe);
    }

    [TestCaseSource(nameof(Names))]
    public void In_a_training_step_it_is_part_of_the_gradients_product(string name)
    {
        var layer = new Linear(33, 20, bias: false, seed: 1);
        Optimizer optimizer = Make(name, layer.Weight);
        CompiledProgram program = Compiler.Compile(Programs.Trace(x =>
        {
            Node loss = layer.Forward(x[0]).MseLoss(x[1]);
            optimizer.Step(loss);
            return [loss];
        }, [X.Type, T.Type], training: true));
        Assert.That(program.Report.Kernels.Select(k => k.Name), Has.None.EqualTo("assign"), program.Describe);
        Assert.That(program.Report.Kernels.Count(k => k.Kind == "contraction"), Is.EqualTo(2), program.Describe);
        KernelReport gradient = program.Report.Kernels.Last(k => k.Kind == "contraction");
        Assert.That(gradient.Description, Does.Contain("subtract"), program.Describe);
    }

    [TestCaseSource(nameof(Names))]
    public void Fused_updates_are_those_of_the_interpreter(string name)
    {
        TensorData[] Train(Action<Graph> run)
        {
            Sequential model = [new Linear(33, 12, seed: 1), new NN.Tanh(), new Linear(12, 20, seed: 2)];
            Optimizer optimizer = Make(name, [.. model.Parameters()]);
            Graph graph = Programs.Trace(x =>
            {
                Node loss = model.Forward(x[0]).MseLoss(x[1]);
                optimizer.Step(loss);
                return [loss];
            }, [X.Type, T.Type], training: true);
            run(graph);
            return [.. model.Parameters().Select(p => p.Data), .. optimizer.NamedStates.Select(s => s.State.Data)];
        }
        TensorData[] compiled = Train(graph =>
        {
            CompiledProgram program = Compiler.Compile(graph);
            for (int step = 0; step < 5; step++)
            {
                program.RunOnRubbish(X, T);
            }
        });
        TensorData[] interpreted = Train(graph =>
        {
            for (int step = 0; step < 5; step++)
            {
                Interpreter.Run(graph, X, T);
            }
        });
        for (int i = 0; i < compiled.Length; i++)
        {
            Comparison.AssertClose(compiled[i], interpreted[i], $"tensor {i}", tolerance: 2e-5);
        }
    }

    private static Optimizer Make(string name, params Parameter[] parameters) => Optimizers.Single(o => o.Name == name).Make(parameters);
}
