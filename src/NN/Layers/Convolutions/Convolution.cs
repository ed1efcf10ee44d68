namespace NeuralJit.NN;

/// <summary>
/// y[n,o,p] = bias[o] + Σ over c and k of x[n,c,p·stride + k·dilation − padding] · weight[o,c,k], for x of shape (N, C, spatial…) or
/// (C, spatial…).
/// </summary>
public abstract class Convolution : ConvNd
{
    private readonly PadMode paddingMode;

    private protected Convolution(ConvSettings settings, ConvPadding padding, PadMode paddingMode)
        : base(settings, padding, [settings.OutChannels, settings.InChannels / settings.Groups, .. settings.Kernel])
    {
        this.paddingMode = paddingMode;
        if (padding.IsSame && !settings.Strides.AllAre(1))
        {
            throw new GraphException($"{TypeName}: padding \"same\" is for stride 1, got stride {settings.Strides}");
        }
    }

    private protected override string PaddingModeText => paddingMode == PadMode.Zeros ? "" : $", padding_mode={PythonText.Of(paddingMode)}";

    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.Batched(TypeName, Settings.Rank, batch => paddingMode == PadMode.Zeros
        ? batch.Conv(Weight, Window, Bias?.Read())
        : batch.Pad(Window.PadsBefore, Window.PadsAfter, paddingMode).Conv(Weight, Unpadded(Window), Bias?.Read()));

    private static ConvWindow Unpadded(ConvWindow window)
    {
        IntList none = IntList.Repeat(0, window.Rank);
        return window with { PadsBefore = none, PadsAfter = none };
    }
}
