namespace NeuralJit.NN;

/// <summary>
/// The mean of the elements of each of so many parts, for (N, C, D, H, W) or (C, D, H, W), as torch.nn.AdaptiveAvgPool3d.
/// </summary>
/// <param name="outputSize">Extents of the result; −1 keeps the input's.</param>
public sealed class AdaptiveAvgPool3d(PerDimension outputSize) : AdaptivePoolNd(3, outputSize)
{
    private protected override Node Pool(Node x, IntList extents) => x.AdaptiveAvgPool(extents);
}
