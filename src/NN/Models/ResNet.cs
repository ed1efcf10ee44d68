using System.Globalization;

namespace NeuralJit.NN;

/// <summary>
/// Residual networks of basic blocks: a stem, stages of blocks with the names of torchvision, the mean over the image, a linear layer.
/// </summary>
[OriginOfNodes]
public abstract class ResNet : Module
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly MaxPool2d? maxpool;
    private readonly List<Sequential> stages = [];
    private readonly AdaptiveAvgPool2d avgpool;
    private readonly Linear fc;

    /// <summary>Makes a network.</summary>
    /// <param name="stem">The first convolution.</param>
    /// <param name="poolsStem">Whether 3 × 3 max pooling of stride 2 comes after it.</param>
    /// <param name="widths">Channels of the stages; each but the first halves height and width.</param>
    /// <param name="blocks">Blocks in a stage.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="seed">Which random numbers the parameters are filled with; null: others for each model.</param>
    private protected ResNet(Conv2d stem, bool poolsStem, ReadOnlySpan<int> widths, int blocks, int classes, long? seed)
    {
        conv1 = Child("conv1", stem);
        bn1 = Child("bn1", new BatchNorm2d(stem.OutChannels));
        maxpool = poolsStem ? Child("maxpool", new MaxPool2d(3, stride: 2, padding: 1)) : null;
        int channels = stem.OutChannels;
        for (int stage = 0; stage < widths.Length; stage++)
        {
            var layer = new Sequential();
            for (int block = 0; block < blocks; block++)
            {
                layer.Add(new BasicBlock(channels, widths[stage], stage > 0 && block == 0 ? 2 : 1));
                channels = widths[stage];
            }
            stages.Add(Child(string.Create(CultureInfo.InvariantCulture, $"layer{stage + 1}"), layer));
        }
        avgpool = Child("avgpool", new AdaptiveAvgPool2d(1));
        fc = Child("fc", new Linear(channels, classes));
        Initialize(seed);
    }

    /// <summary>A convolution without bias that keeps the size but for its stride, initialised for ReLU as He et al. 2015 say.</summary>
    internal static Conv2d Conv(int inChannels, int outChannels, int kernel, int stride) => new(
        inChannels, outChannels, kernel, stride, padding: (kernel - 1) / 2, bias: false,
            weightInitializer: Initializer.KaimingNormal(fan: FanMode.FanOut));

    /// <inheritdoc/>
    protected override Node Compute(Node x)
    {
        Node y = bn1.Forward(conv1.Forward(x)).Relu();
        y = maxpool?.Forward(y) ?? y;
        foreach (Sequential stage in stages)
        {
            y = stage.Forward(y);
        }
        return fc.Forward(avgpool.Forward(y).Flatten(1));
    }
}
