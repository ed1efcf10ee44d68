namespace NeuralJit.NN.Tests.Seeds;

/// <summary>Seed document 004: convolutions, networks for any image size, a classifier, and all steps of training (S19–S22).</summary>
[TestFixture(Mode.Eager)]
[TestFixture(Mode.Compiled)]
public sealed class Seed004ConvolutionTests(Mode mode)
{
    [TestCase(1, 9)]
    [TestCase(2, 5)]
    public void S19_a_convolution_with_padding_keeps_the_size_or_halves_it(int stride, int extent)
    {
        var layer = new Conv2d(3, 1, 3, stride, padding: 1, seed: 5);
        Check(layer, 9, [1, 1, extent, extent], stride, relu: false, layer);
    }

    [Test]
    public void S20_one_network_takes_images_of_any_size_and_batches_of_any_count()
    {
        var network = new ConvNet(seed: 1);
        Conv2d[] layers = [.. network.Children.Select(c => c.Child).OfType<Conv2d>()];
        Check(network, 16, [1, 3, 16, 16], 1, relu: true, layers);
        Check(network, 32, [1, 3, 32, 32], 1, relu: true, layers);
        var runner = new Runner(mode, n => [network.Forward(n[0])], training: false);
        foreach (Shape shape in (Shape[])[[1, 3, 16, 16], [4, 3, 16, 16], [1, 3, 32, 32], [2, 3, 7, 5], [0, 3, 8, 8], [1, 3, 16, 16]])
        {
            Assert.That(runner.Run(Tensors.Random(shape, 1))[0].Shape, Is.EqualTo(shape));
        }
        var single = new Conv2d(3, 3, 1);
        Assert.That(Execution.Run(mode, single.Forward, Tensors.Random([1, 3, 16, 16], 2)).Shape, Is.EqualTo(Shape.Create([1, 3, 16, 16])));
        Assert.That(Execution.Run(mode, single.Forward, Tensors.Random([1, 3, 32, 32], 2)).Shape, Is.EqualTo(Shape.Create([1, 3, 32, 32])));
    }

    [Test]
    public void S21_a_classifier_takes_one_image_size_and_says_so()
    {
        var model = new Outer(new Classifier());
        Assert.That(Execution.Run(mode, model.Forward, Tensors.Random([1, 3, 32, 32], 1)).Shape, Is.EqualTo(Shape.Create([1, 10])));
        ShapeException error = Assert.Throws<ShapeException>(() => Execution.Run(mode, model.Forward, Tensors.Random([1, 3, 16, 16], 1)))!;
        Assert.That(
            error.Message, Does.Contain("1x768 and 3072x10").And.Contain("classifier.fc_layer").And.Contain("Seed004ConvolutionTests.cs:"));
    }

    [Test]
    public void S22_all_steps_of_training_with_a_check_of_the_gradient_that_can_be_switched_off(
        [Values] bool checkGradient, [Values] bool adam)
    {
        var model = new Classifier(inputChannels: 1, hiddenChannels: 2, classes: 2, size: 6, seed: 3);
        (TensorData Image, TensorData Label)[] samples = [.. Enumerable.Range(0, 8).Select(Sample)];
        Node Loss(Node[] n) => model.Forward(n[0]).CrossEntropy(n[1]);
        if (checkGradient)
        {
            GradientCheckResult result = GradientCheck.Run(Loss, [samples[0].Image, samples[0].Label]);
            Assert.That(result.Passed, result.ToString());
        }
        Optimizer optimizer = adam ? new Adam(model.Parameters(), 0.02) : new SGD(model.Parameters(), 0.1);
        var step = new Runner(mode, n =>
        {
            Node loss = Loss(n);
            optimizer.Step(loss);
            return [loss];
        }, training: true);
        double[] losses =
            [.. Enumerable.Range(0, 15).Select(_ => samples.Average(s => (double)step.Run(s.Image, s.Label)[0].Item<float>()))];
        Assert.That(losses[^1], Is.LessThan(0.3 * losses[0]), string.Join(' ', losses));
    }

    // Class 0 is bright at the top, class 1 at the bottom.
    private static (TensorData Image, TensorData Label) Sample(int index)
    {
        double[] noise = Close.Values(Tensors.Random([1, 1, 6, 6], index));
        int label = index % 2;
        TensorData image = Tensors.F32([1, 1, 6, 6], [.. noise.Select((v, i) => (0.2 * v) + (i / 18 == label ? 1 : 0))]);
        return (image, TensorData.From<long>([1], [label]));
    }

    private void Check(Module model, int size, Shape output, int stride, bool relu, params Conv2d[] layers)
    {
        TensorData x = Tensors.Random([1, 3, size, size], 7);
        double[] dy = [.. Enumerable.Range(1, (int)output.Count).Select(i => i / (double)output.Count)];
        double[][] expected = ConvReference.Run(Close.Values(x), size, size, dy, stride, relu, layers);
        TensorData[] actual = Execution.ForwardBackward(mode, model.Forward, model.Parameters(), x, Tensors.F32(output, dy));
        string[] names = ["y", "dx", .. model.NamedParameters().Select(p => "d" + p.Name)];
        Assert.That(actual[0].Shape, Is.EqualTo(output));
        for (int i = 0; i < names.Length; i++)
        {
            Close.Relative(1e-6, expected[i], actual[i], names[i]);
        }
    }

    private sealed class Outer : Module
    {
        private readonly Classifier classifier;

        public Outer(Classifier classifier)
        {
            this.classifier = Child("classifier", classifier);
        }

        protected override Node Compute(Node x) => classifier.Forward(x);
    }
}
