namespace NeuralJit.NN;

/// <summary>The elements of all windows of (N, C, H, W) as columns (N, C·kernel, windows), as torch.nn.Unfold.</summary>
/// <param name="kernelSize">Extents of the window.</param>
/// <param name="dilation">Steps between neighbouring elements of the window (1).</param>
/// <param name="padding">How many zeros lie around (0).</param>
/// <param name="stride">Steps between neighbouring windows (1).</param>
public sealed class Unfold(
    PerDimension kernelSize, PerDimension? dilation = null, PerDimension? padding = null, PerDimension? stride = null) : Module
{
    private readonly IntList kernel = kernelSize.Over(2, "Unfold: kernel size", least: 1);
    private readonly IntList dilations = (dilation ?? 1).Over(2, "Unfold: dilation", least: 1);
    private readonly IntList pads = (padding ?? 0).Over(2, "Unfold: padding", least: 0);
    private readonly IntList strides = (stride ?? 1).Over(2, "Unfold: stride", least: 1);
    private readonly string details = $"kernel_size={kernelSize}, dilation={dilation ?? 1}, padding={padding ?? 0}, stride={stride ?? 1}";

    /// <inheritdoc/>
    protected override string Details => details;

    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.Batched(TypeName, 2, batch => batch.Unfold(kernel, dilations, pads, strides));
}
