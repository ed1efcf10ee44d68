namespace NeuralJit.NN;

/// <summary>Sums columns (N, C·kernel, windows) over the windows that an element of (N, C, H, W) belongs to, as torch.nn.Fold.</summary>
/// <param name="outputSize">Height and width of the result.</param>
/// <param name="kernelSize">Extents of the window.</param>
/// <param name="dilation">Steps between neighbouring elements of the window (1).</param>
/// <param name="padding">How many zeros lie around (0).</param>
/// <param name="stride">Steps between neighbouring windows (1).</param>
public sealed class Fold(PerDimension outputSize, PerDimension kernelSize, PerDimension? dilation = null, PerDimension? padding = null,
    PerDimension? stride = null) : Module
{
    private readonly IntList sizes = outputSize.Over(2, "Fold: output size", least: 1);
    private readonly IntList kernel = kernelSize.Over(2, "Fold: kernel size", least: 1);
    private readonly IntList dilations = (dilation ?? 1).Over(2, "Fold: dilation", least: 1);
    private readonly IntList pads = (padding ?? 0).Over(2, "Fold: padding", least: 0);
    private readonly IntList strides = (stride ?? 1).Over(2, "Fold: stride", least: 1);
    private readonly string details =
        $"output_size={outputSize}, kernel_size={kernelSize}, dilation={dilation ?? 1}, padding={padding ?? 0}, stride={stride ?? 1}";

    /// <inheritdoc/>
    protected override string Details => details;

    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.Batched(TypeName, 1, batch => batch.Fold(sizes, kernel, dilations, pads, strides));
}
