namespace NeuralJit.NN;

/// <summary>The mean of the elements under a window that moves over the spatial dimensions.</summary>
public abstract class AvgPoolNd : Module
{
    private readonly int rank;
    private readonly bool ceilMode, countIncludePad;
    private readonly int? divisorOverride;
    private readonly string details;
    private readonly IntList kernel, strides, padding;

    private protected AvgPoolNd(
        int rank, PerDimension kernelSize, PerDimension? stride, PerDimension? padding, bool ceilMode, bool countIncludePad,
            int? divisorOverride)
    {
        (this.rank, this.ceilMode, this.countIncludePad, this.divisorOverride) = (rank, ceilMode, countIncludePad, divisorOverride);
        if (divisorOverride is { } divisor)
        {
            NumberRules.NotZero(TypeName, nameof(divisorOverride), divisor);
        }
        kernel = kernelSize.Over(rank, TypeName + ": kernel size", least: 1);
        strides = (stride ?? kernelSize).Over(rank, TypeName + ": stride", least: 1);
        this.padding = (padding ?? 0).Over(rank, TypeName + ": padding", least: 0);
        // PyTorch makes tuples of what AvgPool1d is given, and prints the others as they were given.
        details = rank == 1
            ? $"kernel_size={PythonText.Of(kernel)}, stride={PythonText.Of(strides)}, padding={PythonText.Of(this.padding)}"
            : $"kernel_size={kernelSize}, stride={stride ?? kernelSize}, padding={padding ?? 0}";
    }

    /// <inheritdoc/>
    protected override string Details => details;

    /// <inheritdoc/>
    protected override Node Compute(Node x) =>
        x.Batched(TypeName, rank, batch => batch.AvgPool(kernel, strides, padding, ceilMode, countIncludePad, divisorOverride));
}
