namespace NeuralJit.NN;

/// <summary>A small network of inverted residual blocks for images of about 224 × 224, as in torchvision: Sandler et al. 2018.</summary>
[OriginOfNodes]
public sealed class MobileNetV2 : Module
{
    private const int LastChannels = 1280;

    // Expansion, channels, blocks and first stride of each stage: table 2 of the paper.
    private static readonly (int Expand, int Channels, int Blocks, int Stride)[] Stages =
        [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)];

    private readonly Sequential features, classifier;

    /// <summary>Makes the model.</summary>
    /// <param name="channels">Channels of the images.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="dropout">The probability of dropping a feature before the last layer in training.</param>
    /// <param name="seed">Which random numbers the parameters are filled with; null: others for each model.</param>
    public MobileNetV2(int channels = 3, int classes = 1000, double dropout = 0.2, long? seed = null)
    {
        var layers = new Sequential(ConvNormActivation(channels, 32, 3, 2, 1));
        int last = 32;
        foreach ((int expand, int width, int blocks, int stride) in Stages)
        {
            for (int block = 0; block < blocks; block++)
            {
                layers.Add(new InvertedResidual(last, width, block == 0 ? stride : 1, expand));
                last = width;
            }
        }
        features = Child("features", layers.Add(ConvNormActivation(last, LastChannels, 1, 1, 1)));
        classifier = Child("classifier",
            new Sequential(new Dropout(dropout), new Linear(LastChannels, classes, weightInitializer: Initializer.Normal(0, 0.01))));
        Initialize(seed);
    }

    /// <summary>A convolution without bias that keeps the size but for its stride.</summary>
    internal static Conv2d Conv(int inChannels, int outChannels, int kernel, int stride, int groups) => new(
        inChannels, outChannels, kernel, stride, padding: (kernel - 1) / 2, groups: groups, bias: false,
        weightInitializer: Initializer.KaimingNormal(fan: FanMode.FanOut));

    /// <summary>Such a convolution, batch normalisation and ReLU6.</summary>
    internal static Sequential ConvNormActivation(int inChannels, int outChannels, int kernel, int stride, int groups) =>
        new(Conv(inChannels, outChannels, kernel, stride, groups), new BatchNorm2d(outChannels), new ReLU6());

    /// <inheritdoc/>
    protected override Node Compute(Node x) => classifier.Forward(features.Forward(x).Mean([2, 3]));
}
