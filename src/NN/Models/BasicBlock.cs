namespace NeuralJit.NN;

/// <summary>
/// The residual block relu(bn(conv(relu(bn(conv(x))))) + x), x going through a 1 × 1 convolution where the shape changes: He et al. 2015.
/// </summary>
[OriginOfNodes]
public sealed class BasicBlock : Module
{
    private readonly Conv2d conv1, conv2;
    private readonly BatchNorm2d bn1, bn2;
    private readonly Sequential? downsample;

    /// <summary>Makes a block.</summary>
    /// <param name="inChannels">Channels that go in.</param>
    /// <param name="outChannels">Channels that come out.</param>
    /// <param name="stride">By how much height and width shrink.</param>
    public BasicBlock(int inChannels, int outChannels, int stride = 1)
    {
        conv1 = Child("conv1", ResNet.Conv(inChannels, outChannels, 3, stride));
        bn1 = Child("bn1", new BatchNorm2d(outChannels));
        conv2 = Child("conv2", ResNet.Conv(outChannels, outChannels, 3, 1));
        bn2 = Child("bn2", new BatchNorm2d(outChannels));
        if (stride != 1 || inChannels != outChannels)
        {
            downsample = Child("downsample", new Sequential(ResNet.Conv(inChannels, outChannels, 1, stride), new BatchNorm2d(outChannels)));
        }
    }

    /// <inheritdoc/>
    protected override Node Compute(Node x)
    {
        Node y = bn2.Forward(conv2.Forward(bn1.Forward(conv1.Forward(x)).Relu()));
        return (y + (downsample?.Forward(x) ?? x)).Relu();
    }
}
