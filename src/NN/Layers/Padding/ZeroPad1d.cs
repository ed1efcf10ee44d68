namespace NeuralJit.NN;

/// <summary>Puts zeros around (N, C, L) or (C, L), as torch.nn.ZeroPad1d.</summary>
/// <param name="padding">How much: one number for all ends, or one for each (left and right).</param>
public sealed class ZeroPad1d(PerDimension padding) : ConstantPadNd(1, padding, 0)
{
    /// <inheritdoc/>
    protected override string Details => PythonText.Of(Padding);
}
