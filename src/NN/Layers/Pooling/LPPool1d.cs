namespace NeuralJit.NN;

/// <summary>(Σ x^p)^(1/p) over the elements under a window, for (N, C, L) or (C, L), as torch.nn.LPPool1d.</summary>
/// <param name="normType">p: at least 0; 0 counts the elements that are not 0, ∞ is the greatest |x|.</param>
/// <param name="kernelSize">Extents of the window.</param>
/// <param name="stride">Steps between neighbouring windows (as large as the window).</param>
/// <param name="ceilMode">Whether a last window may reach beyond the end.</param>
public sealed class LPPool1d(double normType, PerDimension kernelSize, PerDimension? stride = null, bool ceilMode = false)
    : LPPoolNd(1, normType, kernelSize, stride, ceilMode);
