namespace NeuralJit.NN;

/// <summary>The mean of the elements under a window, for (N, C, D, H, W) or (C, D, H, W), as torch.nn.AvgPool3d.</summary>
/// <param name="kernelSize">Extents of the window.</param>
/// <param name="stride">Steps between neighbouring windows (as large as the window).</param>
/// <param name="padding">How many zeros lie around (0).</param>
/// <param name="ceilMode">Whether a last window may reach beyond the end.</param>
/// <param name="countIncludePad">Whether the zeros around count as elements.</param>
/// <param name="divisorOverride">What sums are divided by instead of the number of elements.</param>
public sealed class AvgPool3d(
    PerDimension kernelSize, PerDimension? stride = null, PerDimension? padding = null, bool ceilMode = false, bool countIncludePad = true,
        int? divisorOverride = null)
    : AvgPoolNd(3, kernelSize, stride, padding, ceilMode, countIncludePad, divisorOverride);
