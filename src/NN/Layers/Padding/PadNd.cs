namespace NeuralJit.NN;

/// <summary>Padding of the spatial dimensions of (N, C, spatial…) or (C, spatial…).</summary>
public abstract class PadNd : Module
{
    private readonly IntList before, after;

    private protected PadNd(int rank, PerDimension padding)
    {
        // As PyTorch counts: before and after the last dimension first, then those of the one before it.
        Padding = padding.Over(2 * rank, TypeName + ": padding");
        before = [.. Enumerable.Range(0, rank).Select(i => Padding[2 * (rank - 1 - i)])];
        after = [.. Enumerable.Range(0, rank).Select(i => Padding[(2 * (rank - 1 - i)) + 1])];
    }

    /// <summary>How much is put before and after each dimension, from the last dimension on.</summary>
    private protected IntList Padding { get; }

    /// <inheritdoc/>
    protected override string Details => PythonText.Of(Padding);

    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.Batched(TypeName, before.Count, batch => Pad(batch, before, after));

    /// <summary>Pads the last dimensions.</summary>
    private protected abstract Node Pad(Node x, IntList before, IntList after);
}
