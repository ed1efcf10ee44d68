namespace NeuralJit.NN;

/// <summary>Batch normalisation of (N, C, H, W), as torch.nn.BatchNorm2d.</summary>
/// <param name="numFeatures">C.</param>
/// <param name="eps">Added to the variance.</param>
/// <param name="momentum">The weight of a new batch in the running statistics; null for their plain average.</param>
/// <param name="affine">Whether weight and bias are learned.</param>
/// <param name="trackRunningStats">Whether there are running statistics; without, evaluation takes the batch's too.</param>
/// <param name="dtype">The element type: f32 or f64.</param>
public sealed class BatchNorm2d(
    int numFeatures, double eps = 1e-5, double? momentum = 0.1, bool affine = true, bool trackRunningStats = true,
        DType dtype = DType.Float32)
    : BatchNormNd(4..4, numFeatures, eps, momentum, affine, trackRunningStats, dtype);
