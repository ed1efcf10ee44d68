namespace NeuralJit.NN;

/// <summary>
/// The gradient of a convolution with respect to its input, as a layer that enlarges: x of shape (N, C, spatial…) or (C, spatial…) becomes
/// (extent − 1)·stride − 2·padding + dilation·(kernel − 1) + outputPadding + 1 elements along each spatial dimension.
/// </summary>
public abstract class TransposedConvolution : ConvNd
{
    private readonly IntList outputPadding;

    private protected TransposedConvolution(ConvSettings settings, PerDimension? padding, PerDimension? outputPadding)
        : base(settings, padding ?? 0, [settings.InChannels, settings.OutChannels / settings.Groups, .. settings.Kernel])
    {
        this.outputPadding = (outputPadding ?? 0).Over(settings.Rank, TypeName + ": output padding", least: 0);
    }

    private protected override string OutputPaddingText =>
        outputPadding.AllAre(0) ? "" : $", output_padding={PythonText.Of(outputPadding)}";

    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.Batched(TypeName, Settings.Rank, batch =>
        batch.ConvTranspose(Weight, Bias?.Read(), Settings.Strides, Window.PadsBefore, outputPadding, Settings.Dilations, Settings.Groups));
}
