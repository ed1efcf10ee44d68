namespace NeuralJit.NN;

/// <summary>Puts zeros around (N, C, H, W) or (C, H, W), as torch.nn.ZeroPad2d.</summary>
/// <param name="padding">How much: one number for all ends, or one for each (left, right, top, bottom).</param>
public sealed class ZeroPad2d(PerDimension padding) : ConstantPadNd(2, padding, 0)
{
    /// <inheritdoc/>
    protected override string Details => PythonText.Of(Padding);
}
