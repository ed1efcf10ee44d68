namespace NeuralJit.NN;

/// <summary>The greatest element under a window, for (N, C, H, W) or (C, H, W), as torch.nn.MaxPool2d.</summary>
/// <param name="kernelSize">Extents of the window.</param>
/// <param name="stride">Steps between neighbouring windows (as large as the window).</param>
/// <param name="padding">How much lies around, which is never chosen (0).</param>
/// <param name="dilation">Steps between neighbouring elements of the window (1).</param>
/// <param name="ceilMode">Whether a last window may reach beyond the end.</param>
public sealed class MaxPool2d(
    PerDimension kernelSize, PerDimension? stride = null, PerDimension? padding = null, PerDimension? dilation = null,
        bool ceilMode = false)
    : MaxPoolNd(2, kernelSize, stride, padding, dilation, ceilMode);
