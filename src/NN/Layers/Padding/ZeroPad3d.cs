namespace NeuralJit.NN;

/// <summary>Puts zeros around (N, C, D, H, W) or (C, D, H, W), as torch.nn.ZeroPad3d.</summary>
/// <param name="padding">How much: one number for all ends, or one for each (left, right, top, bottom, front, back).</param>
public sealed class ZeroPad3d(PerDimension padding) : ConstantPadNd(3, padding, 0)
{
    /// <inheritdoc/>
    protected override string Details => PythonText.Of(Padding);
}
