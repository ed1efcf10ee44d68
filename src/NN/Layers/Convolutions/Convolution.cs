namespace NeuralJit.NN;

/// <summary>
/// y[n,o,p] = bias[o] + Σ over c and k of x[n,c,p·stride + k·dilation − padding] · weight[o,c,k], for x of shape (N, C, spatial…) or
/// (C, spatial…).
/// </summary>
public abstract class Convolution : ConvNd
{
    private readonly string paddingMode;

    private protected Convolution(ConvSettings settings, ConvPadding padding, string paddingMode)
        : base(settings, padding, [settings.OutChannels, settings.InChannels / settings.Groups, .. settings.Kernel])
    {
        this.paddingMode = paddingMode is "zeros" or "reflect" or "replicate" or "circular"
            ? paddingMode
            : throw new GraphException($"{TypeName}: the padding mode is \"zeros\", \"reflect\", \"replicate\" or \"circular\", got \"{paddingMode}\"");
        if (padding.IsSame && !settings.Strides.AllAre(1))
        {
            throw new GraphException($"{TypeName}: padding \"same\" is for stride 1, got stride {settings.Strides}");
        }
    }

    private protected override string PaddingModeText => paddingMode == "zeros" ? "" : $", padding_mode={paddingMode}";

    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.Batched(Settings.Rank, batch => paddingMode == "zeros"
        ? batch.Conv(Weight, Window, Bias?.Read())
        : batch.PadSpatial(Window.PadsBefore, Window.PadsAfter, paddingMode).Conv(Weight, Unpadded(Window), Bias?.Read()));

    private static ConvWindow Unpadded(ConvWindow window)
    {
        IntList none = IntList.Repeat(0, window.Rank);
        return window with { PadsBefore = none, PadsAfter = none };
    }
}
