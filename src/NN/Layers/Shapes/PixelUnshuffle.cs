namespace NeuralJit.NN;

/// <summary>(…, C, H·r, W·r) to (…, C·r², H, W), the inverse of <see cref="PixelShuffle"/>.</summary>
/// <param name="downscaleFactor">r.</param>
public sealed class PixelUnshuffle(int downscaleFactor) : Module
{
    private readonly int downscaleFactor = NumberRules.AtLeast("PixelUnshuffle", nameof(downscaleFactor), downscaleFactor, 1);

    /// <inheritdoc/>
    protected override string Details =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"downscale_factor={downscaleFactor}");

    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.PixelUnshuffle(downscaleFactor);
}
