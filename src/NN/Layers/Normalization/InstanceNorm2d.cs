namespace NeuralJit.NN;

/// <summary>Instance normalisation of (N, C, H, W) or (C, H, W), as torch.nn.InstanceNorm2d.</summary>
/// <param name="numFeatures">C.</param>
/// <param name="eps">Added to the variance.</param>
/// <param name="momentum">The weight of a new batch in the running statistics.</param>
/// <param name="affine">Whether weight and bias are learned.</param>
/// <param name="trackRunningStats">Whether there are running statistics, which evaluation takes.</param>
/// <param name="dtype">The element type: f32 or f64.</param>
public sealed class InstanceNorm2d(
    int numFeatures, double eps = 1e-5, double? momentum = 0.1, bool affine = false, bool trackRunningStats = false,
        DType dtype = DType.Float32)
    : InstanceNormNd(2, numFeatures, eps, momentum, affine, trackRunningStats, dtype);
