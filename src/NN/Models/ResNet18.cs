namespace NeuralJit.NN;

/// <summary>The residual network of 18 layers for images of about 224 × 224, as in torchvision: He et al. 2015.</summary>
/// <param name="channels">Channels of the images.</param>
/// <param name="classes">The number of classes.</param>
/// <param name="seed">Which random numbers the parameters are filled with; null: others for each model.</param>
public sealed class ResNet18(int channels = 3, int classes = 1000, long? seed = null)
    : ResNet(Conv(channels, 64, 7, 2), poolsStem: true, [64, 128, 256, 512], blocks: 2, classes, seed);
