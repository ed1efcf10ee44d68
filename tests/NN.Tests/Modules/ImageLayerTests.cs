namespace NeuralJit.NN.Tests.Modules;

/// <summary>What layers of images do beside the laws of all layers.</summary>
public sealed class ImageLayerTests
{
    private static readonly (Module Layer, Shape Image)[] Layers =
    [
        (new Conv1d(3, 2, 3), [3, 8]), (new Conv2d(3, 2, 3, padding: "same"), [3, 6, 5]), (new Conv3d(1, 2, 2), [1, 3, 3, 3]),
        (new Conv2d(3, 2, 3, padding: 1, paddingMode: PadMode.Reflect), [3, 6, 5]), (new ConvTranspose2d(3, 2, 2, stride: 2), [3, 4, 3]),
            (new MaxPool2d(2), [3, 6, 5]),
        (new AvgPool1d(2), [3, 6]), (new LPPool2d(2, 2), [3, 6, 5]), (new AdaptiveAvgPool2d([2, -1]), [3, 6, 5]),
            (new AdaptiveMaxPool3d(2), [1, 3, 3, 3]),
        (new InstanceNorm2d(3, affine: true), [3, 6, 5]), (new ReflectionPad2d(1), [3, 6, 5]), (new Unfold(2), [3, 6, 5]),
            (new Fold([3, 4], 2), [8, 6]),
    ];

    [Test]
    public void A_single_image_gives_what_a_batch_of_one_gives([Values] Mode mode)
    {
        foreach ((Module layer, Shape image) in Layers)
        {
            TensorData single = Tensors.Random(image, 1), batch = Tensors.F32([1, .. image], Close.Values(single));
            TensorData alone = Execution.Run(mode, layer.Forward, single), inBatch = Execution.Run(mode, layer.Forward, batch);
            Assert.That(inBatch.Shape, Is.EqualTo(Shape.Create([1, .. alone.Shape])), layer.ToString());
            Assert.That(Close.Values(alone), Is.EqualTo(Close.Values(inBatch)), layer.ToString());
        }
    }

    [TestCase(Mode.Eager)]
    [TestCase(Mode.Compiled)]
    public void Dropout_of_channels_drops_whole_channels(Mode mode)
    {
        foreach ((Module layer, Shape shape) in new (
            Module, Shape)[] { (new Dropout1d(), [50, 20, 3]), (new Dropout2d(), [50, 20, 2, 3]), (new Dropout3d(), [50, 20, 1, 2, 3]) })
        {
            int size = (int)shape.Count / 1000;
            double[] ones = [.. Enumerable.Repeat(1.0, (int)shape.Count)];
            double[] y = Close.Values(
                new Runner(mode, n => [layer.Forward(n[0])], training: true, RandomState.Create(1)).Run(Tensors.F32(shape, ones))[0]);
            double[][] channels = [.. y.Chunk(size)];
            Assert.That(channels.All(c => c.Distinct().Count() == 1), $"{layer}: a channel is dropped or kept as a whole");
            Assert.That(channels.Count(c => c[0] == 0), Is.EqualTo(500).Within(80), "5 standard deviations");
            Assert.That(y.Max(), Is.EqualTo(2));
        }
    }

    [Test]
    public void Alpha_dropout_keeps_mean_and_variance()
    {
        TensorData x = Tensors.Random([20_000], 1);
        var layer = new AlphaDropout(0.3);
        double[] y = Close.Values(new Runner(Mode.Eager, n => [layer.Forward(n[0])], training: true, RandomState.Create(1)).Run(x)[0]);
        double mean = y.Average();
        Assert.That(mean, Is.EqualTo(0).Within(0.05));
        Assert.That(y.Average(v => (v - mean) * (v - mean)), Is.EqualTo(1).Within(0.06));
    }

    private static IEnumerable<TestCaseData> WrongArguments()
    {
        yield return new TestCaseData(() => new Conv2d(3, 4, 0), "Conv2d: kernel size must be at least 1, got 0");
        yield return new TestCaseData(() => new Conv2d(3, 4, 3, stride: 0), "Conv2d: stride must be at least 1, got 0");
        yield return new TestCaseData(() => new Conv2d(3, 4, 3, padding: -1), "Conv2d: padding must not be negative, got [-1,-1]");
        yield return new TestCaseData(() => new Conv2d(3, 4, 3, groups: 2), "got 2 groups for 3 and 4 channels");
        yield return new TestCaseData(
            () => new Conv2d(3, 4, [3, 3, 3]), "Conv2d: kernel size has 3 entries for 2 spatial dimensions: (3, 3, 3)");
        yield return new TestCaseData(
            () => new Conv2d(3, 4, 3, padding: "full"), "padding is \"valid\", \"same\" or numbers, got \"full\"");
        yield return new TestCaseData(() => new Conv2d(3, 4, 3, stride: 2, padding: "same"), "Conv2d: padding \"same\" is for stride 1");
        yield return new TestCaseData(() => new GroupNorm(4, 6), "4 groups must divide 6 channels");
        yield return new TestCaseData(() => new Upsample(), "give either the size or the scale factor");
        yield return new TestCaseData(() => new Upsample(2, mode: "lanczos"), "got \"lanczos\"");
        yield return new TestCaseData(() => new ZeroPad2d([1, 2]), "ZeroPad2d: padding has 2 entries for 4");
        yield return new TestCaseData(() => new Dropout2d(1.5), "Dropout2d: the probability of dropping is between 0 and 1, got 1.5");
        yield return new TestCaseData(() => new HuberLoss(0), "HuberLoss: delta must be finite and above 0, got 0");
        yield return new TestCaseData(() => new RReLU(0.5, 0.1), "the upper slope 0.1 is below the lower one 0.5");
    }

    [TestCaseSource(nameof(WrongArguments))]
    public void Wrong_arguments_are_refused(Func<Component> make, string reason) =>
        Assert.That(make, Throws.TypeOf<GraphException>().With.Message.Contains(reason));

    [Test]
    public void A_wrong_number_of_channels_names_both_shapes_path_and_place()
    {
        var model = new Sequential(new Conv2d(3, 8, 3), new BatchNorm2d(4));
        foreach ((Shape shape, string path, string[] parts) in new (Shape, string, string[])[]
        {
            ([1, 4, 8, 8], "at 0", ["f32[8,3,3,3]", "f32[1,4,8,8]"]),
                ([1, 3, 8, 8], "at 1", ["expected 4 channels, got 8", "f32[1,8,6,6]"]),
            ([1, 3, 2, 8], "at 0", ["kernel reaches over 3"]), ([3, 8], "at 0", ["Conv2d: expected 4 dimensions", "f32[3,8]; Reshape"]),
        })
        {
            ShapeException error = Assert.Throws<ShapeException>(
                () => Execution.Run(Mode.Compiled, x => model.Forward(x), Tensors.Zeros(shape)))!;
            foreach (string part in (string[])[.. parts, path, "ImageLayerTests.cs:"])
            {
                Assert.That(error.Message, Does.Contain(part));
            }
        }
    }

    [Test]
    public void Weights_are_drawn_within_PyTorchs_bounds()
    {
        foreach ((ConvNd layer, double fan) in new (
            ConvNd, double)[] { (new Conv2d(8, 16, 3, groups: 2), 4 * 9), (new ConvTranspose2d(8, 16, 3, groups: 2), 8 * 9) })
        {
            double bound = 1 / Math.Sqrt(fan);
            Assert.That(Close.Values(layer.Weight.Value).Max(Math.Abs),
                Is.LessThanOrEqualTo(bound).And.GreaterThan(0.95 * bound), layer.ToString());
            Assert.That(
                Close.Values(layer.Bias!.Value).Max(Math.Abs), Is.LessThanOrEqualTo(bound).And.GreaterThan(0.7 * bound), layer.ToString());
        }
    }
}
