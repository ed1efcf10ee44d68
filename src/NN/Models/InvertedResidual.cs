namespace NeuralJit.NN;

/// <summary>
/// Widens by a 1 × 1 convolution, filters each channel by itself, narrows by a 1 × 1 convolution, and adds the input where the shape
/// allows: Sandler et al. 2018.
/// </summary>
[OriginOfNodes]
public sealed class InvertedResidual : Module
{
    private readonly Sequential conv;
    private readonly bool addsInput;

    /// <summary>Makes a block.</summary>
    /// <param name="inChannels">Channels that go in.</param>
    /// <param name="outChannels">Channels that come out.</param>
    /// <param name="stride">By how much height and width shrink.</param>
    /// <param name="expand">How many times more channels there are inside.</param>
    public InvertedResidual(int inChannels, int outChannels, int stride, int expand)
    {
        int hidden = inChannels * expand;
        var layers = new Sequential();
        if (expand != 1)
        {
            layers.Add(MobileNetV2.ConvNormActivation(inChannels, hidden, 1, 1, 1));
        }
        layers.Add(MobileNetV2.ConvNormActivation(hidden, hidden, 3, stride, hidden));
        layers.Add(MobileNetV2.Conv(hidden, outChannels, 1, 1, 1)).Add(new BatchNorm2d(outChannels));
        conv = Child("conv", layers);
        addsInput = stride == 1 && inChannels == outChannels;
    }

    /// <inheritdoc/>
    protected override Node Compute(Node x) => addsInput ? x + conv.Forward(x) : conv.Forward(x);
}
