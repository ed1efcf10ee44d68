namespace NeuralJit.NN;

/// <summary>Pooling to a result of given size: result i sees the elements from ⌊i·in/out⌋ to below ⌈(i + 1)·in/out⌉.</summary>
public abstract class AdaptivePoolNd : Module
{
    private readonly IntList sizes;
    private readonly string details;

    private protected AdaptivePoolNd(int rank, PerDimension outputSize)
    {
        sizes = outputSize.Over(rank, TypeName + ": output size", least: -1);
        if (sizes.Contains(0))
        {
            throw new GraphException($"{TypeName}: output size must be at least 1, or −1 for that of the input, got {outputSize}");
        }
        details = "output_size=" + outputSize.ToString().Replace("-1", "None", StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    protected override string Details => details;

    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.Batched(TypeName, sizes.Count, batch =>
        Pool(batch, [.. sizes.Select((size, i) => size == -1 ? batch.Shape[i + 2] : size)]));

    /// <summary>Pools to known extents.</summary>
    private protected abstract Node Pool(Node x, IntList extents);
}
