namespace NeuralJit.NN;

/// <summary>(Σ x^p)^(1/p) over the elements under a window, for (N, C, H, W) or (C, H, W), as torch.nn.LPPool2d.</summary>
/// <param name="normType">p: at least 0; 0 counts the elements that are not 0, ∞ is the greatest |x|.</param>
/// <param name="kernelSize">Extents of the window.</param>
/// <param name="stride">Steps between neighbouring windows (as large as the window).</param>
/// <param name="ceilMode">Whether a last window may reach beyond the end.</param>
public sealed class LPPool2d(double normType, PerDimension kernelSize, PerDimension? stride = null, bool ceilMode = false)
    : LPPoolNd(2, normType, kernelSize, stride, ceilMode);
