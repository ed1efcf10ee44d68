using NeuralJit.NN;

namespace NeuralJit.Bench;

/// <summary>The convolutional workloads.</summary>
internal static class ConvWorkloads
{
    private const int Seed = 1234;
    private const double LeNetFlops = 0.83e6;

    /// <summary>Inference, in the order of the tables.</summary>
    public static IEnumerable<Workload> Inference()
    {
        foreach (int batch in (int[])[1, 32])
        {
            yield return Image($"seedconv_b{batch}", () => new Classifier(), 0.56e6, [batch, 3, 32, 32]);
        }
        foreach (int batch in (int[])[1, 64])
        {
            yield return Image($"lenet_b{batch}", () => new LeNet(), LeNetFlops, [batch, 1, 28, 28]);
        }
        yield return Image("resnet18_b1", () => new ResNet18(), 3.63e9, [1, 3, 224, 224]);
        yield return Image("mobilenetv2_b1", () => new MobileNetV2(), 0.6e9, [1, 3, 224, 224]);
    }

    /// <summary>Training steps, in the order of the tables.</summary>
    public static IEnumerable<Workload> Training()
    {
        yield return Step("train_lenet_adam_b64", () =>
            new LeNet(), model => new Adam(model.Parameters(), learningRate: 1e-3), LeNetFlops, [64, 1, 28, 28]);
        yield return Step("train_resnet20_b32", () => new ResNet20(), model =>
            new SGD(model.Parameters(), learningRate: 0.1, momentum: 0.9), 82e6, [32, 3, 32, 32]) with
        { ComparedSteps = 2 };
    }

    private static Workload Image(string name, Func<Module> modelOf, double flopsOfSample, Shape input) =>
        new("inference", name, flopsOfSample * input[0], () =>
        {
            Module model = modelOf();
            model.Initialize(Seed);
            return new ForwardProblem(inputs => model.Forward(inputs[0]), new Samples().Normal(input));
        });

    private static Workload Step(
        string name, Func<Module> modelOf, Func<Module, Optimizer> optimizerOf, double flopsOfSample, Shape input) =>
        new("training", name, 3 * flopsOfSample * input[0], () =>
        {
            const int Batches = 8, Classes = 10;
            Module model = modelOf();
            model.Initialize(Seed);
            var samples = new Samples();
            return new TrainingProblem(
                optimizerOf(model),
                (x, labels) => model.Forward(x).CrossEntropy(labels),
                [.. Enumerable.Range(0, Batches).Select(_ => (samples.Normal(input), samples.Labels(input[0], Classes)))]);
        });
}
