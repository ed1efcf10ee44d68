namespace NeuralJit.NN;

/// <summary>The mean of the elements of each of so many parts, for (N, C, L) or (C, L), as torch.nn.AdaptiveAvgPool1d.</summary>
/// <param name="outputSize">Extents of the result; −1 keeps the input's.</param>
public sealed class AdaptiveAvgPool1d(PerDimension outputSize) : AdaptivePoolNd(1, outputSize)
{
    private protected override Node Pool(Node x, IntList extents) => x.AdaptiveAvgPool(extents);
}
