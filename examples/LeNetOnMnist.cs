using System.Globalization;
using NeuralJit.Compilation;
using NeuralJit.NN;
using NeuralJit.Training;

namespace NeuralJit.Examples;

/// <summary>Trains LeNet on images, saves its weights, loads them into another LeNet and measures both.</summary>
internal static class LeNetOnMnist
{
    private const int Side = 28;

    public static void Run(string? folder)
    {
        (Dataset training, Dataset test) = folder is null ? EnlargedDigits() : ReadFolder(folder);
        var model = new LeNet();
        Console.WriteLine(model);

        var objective = new Objective(model, new CrossEntropyLoss(), Metric.Accuracy);
        var step = new TrainingStep(objective, new Adam(model.Parameters(), learningRate: 2e-3));
        FitReport report = new Trainer(step)
            .Fit(training, new FitOptions { Epochs = 5, BatchSize = 32, Validation = test }, new EveryEpoch());
        Console.WriteLine(report.Message);

        DirectoryInfo temporary = Directory.CreateTempSubdirectory("neuraljit");
        try
        {
            string file = Path.Combine(temporary.FullName, "lenet.safetensors");
            model.Save(file);
            Measure("trained", model, test);
            var other = new LeNet(seed: 1);
            Measure("another", other, test);
            other.Load(file);
            Measure("loaded", other, test);
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }

    private static (Dataset Training, Dataset Test) ReadFolder(string folder)
    {
        ImageSet training = ImageSet.ReadTraining(folder), test = ImageSet.ReadTest(folder);
        Normalization normalization = Normalization.Of(training.Images);
        Console.WriteLine($"{training.Count} training images, {test.Count} held out");
        return (training.Normalize(normalization), test.Normalize(normalization));
    }

    private static (Dataset Training, Dataset Test) EnlargedDigits()
    {
        Console.WriteLine("""
            No folder was given, so this trains on the embedded digits, enlarged to 28 x 28. MNIST is to be had at
            https://ossci-datasets.s3.amazonaws.com/mnist: the four files train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz,
            t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz go into one folder.
            """);
        (Dataset training, Dataset test) = Digits.LoadSplit();
        return (Enlarge(training), Enlarge(test));
    }

    private static Dataset Enlarge(Dataset digits)
    {
        using GraphTrace trace = GraphTrace.Eager();
        Node images = Node.Constant(digits.Inputs).Reshape(digits.Count, 1, Digits.Side, Digits.Side);
        return new Dataset(images.Resize([Side], ResizeMode.Linear).Data, digits.Targets);
    }

    private static void Measure(string name, Module model, Dataset test)
    {
        Evaluation result = new Evaluator(new Objective(model, new CrossEntropyLoss(), Metric.Accuracy)).Run(test);
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{name,-8} held-out accuracy {result.Accuracy:P2}, loss {result.Loss:F6}"));
    }

    private sealed class EveryEpoch : IProgress<FitProgress>
    {
        public void Report(FitProgress value)
        {
            if (value.Validation is { } validation)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"epoch {value.Epoch}: loss {value.Loss:F4}, accuracy {value.Accuracy:P1}, "
                    + $"held-out accuracy {validation.Accuracy:P2}"));
            }
        }
    }
}
