namespace NeuralJit.NN;

/// <summary>The greatest element of each of so many parts, for (N, C, H, W) or (C, H, W), as torch.nn.AdaptiveMaxPool2d.</summary>
/// <param name="outputSize">Extents of the result; −1 keeps the input's.</param>
public sealed class AdaptiveMaxPool2d(PerDimension outputSize) : AdaptivePoolNd(2, outputSize)
{
    private protected override Node Pool(Node x, IntList extents) => x.AdaptiveMaxPool(extents);
}
