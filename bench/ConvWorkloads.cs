using NeuralJit.NN;

namespace NeuralJit.Bench;

/// <summary>The convolutional workloads.</summary>
internal static class ConvWorkloads
{
    private const int Seed = 1234;

    /// <summary>Inference, in the order of the tables.</summary>
    public static IEnumerable<Workload> Inference()
    {
        foreach (int batch in (int[])[1, 32])
        {
            yield return Image($"seedconv_b{batch}", () => new Classifier(), 0.56e6, [batch, 3, 32, 32]);
        }
        yield return Image("mobilenetv2_b1", () => new MobileNetV2(), 0.6e9, [1, 3, 224, 224]);
    }

    private static Workload Image(string name, Func<Module> modelOf, double flopsOfSample, Shape input) =>
        new("inference", name, flopsOfSample * input[0], () =>
        {
            Module model = modelOf();
            model.Initialize(Seed);
            return new ForwardProblem(inputs => model.Forward(inputs[0]), new Samples().Normal(input));
        });
}
