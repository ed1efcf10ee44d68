using NeuralJit.NN;

namespace NeuralJit.Examples;

/// <summary>The convolutions of seed document 004: one layer, a network for images of any size, a classifier for one size.</summary>
internal static class ConvolutionsOfImages
{
    public static void Run()
    {
        OneLayer();
        AnySize();
        OneSize();
    }

    private static void OneLayer()
    {
        Show.Heading("Conv2d Layer: 3 channels to 1, kernel 3 x 3, padding 1");
        TensorData image = Show.Normal([1, 3, 9, 9]);
        foreach (int stride in (int[])[1, 2])
        {
            var layer = new Conv2d(3, 1, 3, stride: stride, padding: 1);
            TensorData y = Show.Evaluate(layer.Forward, image);
            Console.WriteLine($"{layer}\nweight {layer.Weight.Shape}, bias {layer.Bias!.Shape}\noutput {y.Shape}\n{y}");
        }
    }

    private static void AnySize()
    {
        Show.Heading("Convolutional Neural Network: images of any size");
        foreach (Module network in (Module[])[new Conv2d(3, 3, 1), new ConvNet(inputChannels: 3, hiddenChannels: 3, outputChannels: 3)])
        {
            Console.WriteLine(network);
            foreach (Shape size in (Shape[])[[1, 3, 16, 16], [1, 3, 32, 32]])
            {
                Console.WriteLine($"{size} -> {Show.Evaluate(network.Forward, Show.Normal(size)).Shape}");
            }
        }
    }

    private static void OneSize()
    {
        Show.Heading("Conv-Net with FC Layer: images of one size");
        var classifier = new Classifier(inputChannels: 3, hiddenChannels: 3, classes: 10);
        Console.WriteLine(classifier);
        Console.WriteLine(Show.Evaluate(classifier.Forward, Show.Normal([1, 3, 32, 32])).Shape);
        using GraphTrace trace = GraphTrace.Eager();
        Show.Refusal(() => classifier.Forward(Node.Zeros([1, 3, 16, 16])));
    }
}
