namespace NeuralJit.NN;

/// <summary>(…, C·r², H, W) to (…, C, H·r, W·r), as torch.nn.PixelShuffle: Shi et al. 2016.</summary>
/// <param name="upscaleFactor">r.</param>
public sealed class PixelShuffle(int upscaleFactor) : Module
{
    private readonly int upscaleFactor = NumberRules.AtLeast("PixelShuffle", nameof(upscaleFactor), upscaleFactor, 1);

    /// <inheritdoc/>
    protected override string Details =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"upscale_factor={upscaleFactor}");

    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.PixelShuffle(upscaleFactor);
}
