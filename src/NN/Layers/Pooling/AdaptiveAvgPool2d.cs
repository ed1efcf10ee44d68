namespace NeuralJit.NN;

/// <summary>The mean of the elements of each of so many parts, for (N, C, H, W) or (C, H, W), as torch.nn.AdaptiveAvgPool2d.</summary>
/// <param name="outputSize">Extents of the result; −1 keeps the input's.</param>
public sealed class AdaptiveAvgPool2d(PerDimension outputSize) : AdaptivePoolNd(2, outputSize)
{
    private protected override Node Pool(Node x, IntList extents) => x.AdaptiveAvgPool(extents);
}
