namespace NeuralJit.NN;

/// <summary>The greatest element of each of so many parts, for (N, C, D, H, W) or (C, D, H, W), as torch.nn.AdaptiveMaxPool3d.</summary>
/// <param name="outputSize">Extents of the result; −1 keeps the input's.</param>
public sealed class AdaptiveMaxPool3d(PerDimension outputSize) : AdaptivePoolNd(3, outputSize)
{
    private protected override Node Pool(Node x, IntList extents) => x.AdaptiveMaxPool(extents);
}
