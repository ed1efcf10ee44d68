using NeuralJit.NN;
using NeuralJit.Tests;

namespace NeuralJit.Training.Tests;

/// <summary>A network that PyTorch trained on MNIST, read from its file and measured on the held-out images.</summary>
public sealed class RealWeightsTests
{
    [Test]
    public void A_network_of_PyTorch_reads_digits_here()
    {
        string weights = SharedFolder.Find("onnx", "models", "burn_mnist_safetensors", "mnist.safetensors");
        var model = new DigitNetwork();
        model.Load(weights);
        // The mean and deviation that PyTorch's MNIST examples use.
        Dataset test = ImageSet.ReadTest(SharedFolder.Find("data", "mnist")).Range(0, 2000).Normalize(new Normalization(0.1307f, 0.3081f));
        Evaluation evaluation = new Evaluator(new Objective(model, new CrossEntropyLoss(), Metric.Accuracy)).Run(test);
        Assert.That(evaluation.Accuracy, Is.GreaterThan(0.97));
        using var folder = new TemporaryFolder();
        model.Save(folder["again"]);
        SafetensorsFile before = SafetensorsFile.Read(weights), after = SafetensorsFile.Read(folder["again"]);
        Assert.That(after.Entries.Select(e => e.ToString()).Order(), Is.EqualTo(before.Entries.Select(e => e.ToString()).Order()));
        Assert.That(after.Entries.All(e => e.Bytes.SequenceEqual(before.Find(e.Name)!.Bytes)), Is.True);
    }

    private sealed class DigitNetwork : Module
    {
        private readonly Conv2d conv1, conv2, conv3;
        private readonly BatchNorm2d norm1;
        private readonly Linear fc1, fc2;
        private readonly BatchNorm1d norm2;

        public DigitNetwork()
        {
            conv1 = Child("conv1", new Conv2d(1, 8, 3));
            conv2 = Child("conv2", new Conv2d(8, 16, 3));
            conv3 = Child("conv3", new Conv2d(16, 24, 3));
            norm1 = Child("norm1", new BatchNorm2d(24));
            fc1 = Child("fc1", new Linear(24 * 22 * 22, 32));
            fc2 = Child("fc2", new Linear(32, 10));
            norm2 = Child("norm2", new BatchNorm1d(10));
        }

        protected override Node Compute(Node x)
        {
            x = conv3.Forward(conv2.Forward(conv1.Forward(x).Relu()).Relu()).Relu();
            return norm2.Forward(fc2.Forward(fc1.Forward(norm1.Forward(x).Flatten(1)).Relu()));
        }
    }
}
