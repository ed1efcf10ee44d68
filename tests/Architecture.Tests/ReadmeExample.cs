using NeuralJit;
using NeuralJit.Compilation;
using NeuralJit.NN;
using NeuralJit.Training;

namespace NeuralJit.Architecture.Tests;

/// <summary>The example of the readme, so that it compiles and runs.</summary>
internal static class ReadmeExample
{
    /// <summary>Runs it.</summary>
    public static void Run()
    {
        var model = new Sequential(new Linear(64, 128), new ReLU(), new Linear(128, 10));
        model.Initialize(seed: 1);

        var (training, test) = Digits.LoadSplit();
        var objective = new Objective(model, new CrossEntropyLoss(), Metric.Accuracy);
        var step = new TrainingStep(objective, new Adam(model.Parameters(), learningRate: 2e-3));
        new Trainer(step).Fit(training, new FitOptions { Epochs = 40, BatchSize = 32 });
        Console.WriteLine($"held-out accuracy {new Evaluator(objective).Run(test).Accuracy:P1}");

        float[] logits = new float[test.Count * Digits.Classes];
        CompiledProgram predict = Compiler.Compile(model.Forward).For(test.Inputs.Shape);
        predict.Run<float, float>(test.Inputs.Span<float>(), logits);
    }
}
