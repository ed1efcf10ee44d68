using System.Globalization;
using NeuralJit.NN;
using NeuralJit.Training;

namespace NeuralJit.Examples;

/// <summary>
/// The closing list of seed document 004 on handwritten digits: random initial weights, forward, backprop, a loop over the
/// samples, a numerical check of the gradient that is disabled after checking, and minimising the cost by gradient descent
/// or an advanced method.
/// </summary>
internal static class LearningDigits
{
    private const int CheckedSteps = 3;

    public static void Run()
    {
        Learn("a perceptron, by gradient descent", Perceptron(), model => new SGD(model.Parameters(), learningRate: 0.5));
        Learn("a perceptron, by Adam", Perceptron(), model => new Adam(model.Parameters(), learningRate: 5e-3));
        Learn("a convolutional network, by Adam", Convolutional(), model => new Adam(model.Parameters(), learningRate: 5e-3));
    }

    private static Sequential Perceptron() => new(new Linear(64, 32), new Tanh(), new Linear(32, Digits.Classes));

    // Tanh is smooth: where a ReLU changes sides between two evaluations, their difference is no derivative.
    private static Sequential Convolutional() => new(
        new Unflatten(1, [1, Digits.Side, Digits.Side]),
        new Conv2d(1, 8, kernelSize: 3, padding: 1), new Tanh(),
        new Conv2d(8, 16, kernelSize: 3, stride: 2, padding: 1), new Tanh(),
        new Flatten(), new Linear(16 * 4 * 4, Digits.Classes));

    private static void Learn(string what, Module model, Func<Module, Optimizer> makeOptimizer)
    {
        Show.Heading($"Minimising the cost of {what}");
        (Dataset training, Dataset test) = Digits.LoadSplit();

        // Randomly initialise the weights.
        model.Initialize(seed: 1);

        // Forward propagation, backprop and the update are one compiled program: the training step.
        var objective = new Objective(model, new CrossEntropyLoss(), Metric.Accuracy);
        var trainer = new Trainer(new TrainingStep(objective, makeOptimizer(model)));

        // Check the gradient numerically, and disable that after checking.
        int checks = 0;
        trainer.GradientChecker = new GradientChecker(report: result =>
        {
            Console.WriteLine(result);
            checks++;
            trainer.GradientChecker = checks < CheckedSteps ? trainer.GradientChecker : null;
        });

        // For all the samples, several times.
        FitReport report = trainer.Fit(training, new FitOptions { Epochs = 20, BatchSize = 64, Validation = test }, new EveryFifthEpoch());
        Console.WriteLine(report.Message);
    }

    private sealed class EveryFifthEpoch : IProgress<FitProgress>
    {
        public void Report(FitProgress value)
        {
            if (value.Validation is { } validation && value.Epoch % 5 == 0)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"epoch {value.Epoch,2}: cost {value.Loss:F4}, accuracy {value.Accuracy:P1}, on the test digits "
                    + $"{validation.Accuracy:P1}"));
            }
        }
    }
}
