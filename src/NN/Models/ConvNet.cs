namespace NeuralJit.NN;

/// <summary>Three 3 × 3 convolutions with ReLU, which keep the size of the image: any size will do.</summary>
[OriginOfNodes]
public sealed class ConvNet : Module
{
    private readonly Conv2d layer0, layer1, layer2;

    /// <summary>Makes the model.</summary>
    /// <param name="inputChannels">Channels of the images.</param>
    /// <param name="hiddenChannels">Channels between the layers.</param>
    /// <param name="outputChannels">Channels that come out.</param>
    /// <param name="seed">Which random numbers the parameters are filled with; null: others for each model.</param>
    public ConvNet(int inputChannels = 3, int hiddenChannels = 3, int outputChannels = 3, long? seed = null)
    {
        layer0 = Child("layer_0", new Conv2d(inputChannels, hiddenChannels, 3, padding: 1));
        layer1 = Child("layer_1", new Conv2d(hiddenChannels, hiddenChannels, 3, padding: 1));
        layer2 = Child("layer_2", new Conv2d(hiddenChannels, outputChannels, 3, padding: 1));
        Initialize(seed);
    }

    /// <inheritdoc/>
    protected override Node Compute(Node x) => layer2.Forward(layer1.Forward(layer0.Forward(x).Relu()).Relu()).Relu();
}
