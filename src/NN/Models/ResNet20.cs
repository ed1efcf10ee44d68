namespace NeuralJit.NN;

/// <summary>
/// The residual network of 20 layers for images of about 32 × 32, with 1 × 1 convolutions on the way past blocks that shrink: He et al.
/// 2015.
/// </summary>
/// <param name="channels">Channels of the images.</param>
/// <param name="classes">The number of classes.</param>
/// <param name="seed">Which random numbers the parameters are filled with; null: others for each model.</param>
public sealed class ResNet20(int channels = 3, int classes = 10, long? seed = null)
    : ResNet(Conv(channels, 16, 3, 1), poolsStem: false, [16, 32, 64], blocks: 3, classes, seed);
