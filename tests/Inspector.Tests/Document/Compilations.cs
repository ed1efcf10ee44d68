using NeuralJit.Compilation;
using NeuralJit.NN;

namespace NeuralJit.Inspection.Tests;

/// <summary>Compiled models that the inspector is tested with.</summary>
internal static class Compilations
{
    // Tiles depend on the width: with this one, approved texts are the same on every machine.
    private static readonly CompileOptions Options = new() { VectorBits = 512 };

    /// <summary>Their names.</summary>
    public static IEnumerable<string> Names => Makers.Keys;

    private static readonly Dictionary<string, Func<CompiledProgram>> Makers = new()
    {
        ["convnet"] = () => Forward(new ConvNet(3, 3, 3), [2, 3, 32, 32]),
        ["classifier"] = () => Forward(new Classifier(), [2, 3, 32, 32]),
        ["classifier-train"] = () => Step(new Classifier(), [2, 3, 32, 32], p => new SGD(p, 1e-2)),
        ["mlp"] = () => Forward(Perceptron(), [4, 64]),
        ["mlp-train"] = () => Step(Perceptron(), [4, 64], p => new Adam(p, 1e-3)),
        ["lenet-train"] = () => Step(new LeNet(), [2, 1, 28, 28], p => new SGD(p, 1e-2)),
        ["encoder"] = () => Forward(new EncoderLayer(16, 2, 32), [2, 5, 16]),
        ["empty"] = () => Compiler.Compile(Graph.Create([], [])),
    };

    /// <summary>Compiles one.</summary>
    public static CompiledProgram Compile(string name) => Makers[name]();

    /// <summary>A training step with cross-entropy.</summary>
    public static CompiledProgram Step(Module model, Shape shape, Func<IEnumerable<Parameter>, Optimizer> optimizer)
    {
        Optimizer chosen = optimizer(model.Parameters());
        CompiledFunction step = Compiler.Compile((x, y) =>
        {
            Node loss = model.Forward(x).CrossEntropy(y);
            chosen.Step(loss);
            return loss;
        }, Options with { Training = true });
        return step.For(new TensorType(DType.Float32, shape), new TensorType(DType.Int64, [shape[0]]));
    }

    private static CompiledProgram Forward(Module model, Shape shape) => Compiler.Compile(model.Forward, Options).For(shape);

    private static Sequential Perceptron() => new(new Linear(64, 32), new ReLU(), new Linear(32, 10));
}
