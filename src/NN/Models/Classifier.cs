namespace NeuralJit.NN;

/// <summary>A <see cref="ConvNet"/> and a linear layer over all that it gives, which fixes the size of the image.</summary>
[OriginOfNodes]
public sealed class Classifier : Module
{
    private readonly ConvNet convPart;
    private readonly Linear fcLayer;

    /// <summary>Makes the model.</summary>
    /// <param name="inputChannels">Channels of the images.</param>
    /// <param name="hiddenChannels">Channels between and after the convolutions.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="size">Height and width of the images.</param>
    /// <param name="seed">Which random numbers the parameters are filled with; null: others for each model.</param>
    public Classifier(int inputChannels = 3, int hiddenChannels = 3, int classes = 10, int size = 32, long? seed = null)
    {
        convPart = Child("conv_part", new ConvNet(inputChannels, hiddenChannels, hiddenChannels));
        fcLayer = Child("fc_layer", new Linear((int)Shape.Create([hiddenChannels, size, size]).Count, classes));
        Initialize(seed);
    }

    /// <inheritdoc/>
    protected override Node Compute(Node x) => fcLayer.Forward(convPart.Forward(x).Flatten(1));
}
