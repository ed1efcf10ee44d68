namespace NeuralJit.NN;

/// <summary>The greatest element under a window that moves over the spatial dimensions.</summary>
public abstract class MaxPoolNd : Module
{
    private readonly int rank;
    private readonly bool ceilMode;
    private readonly string details;
    private readonly IntList kernel, strides, padding, dilations;

    private protected MaxPoolNd(
        int rank, PerDimension kernelSize, PerDimension? stride, PerDimension? padding, PerDimension? dilation, bool ceilMode)
    {
        this.rank = rank;
        this.ceilMode = ceilMode;
        (kernel, strides) = (kernelSize.Over(rank, TypeName + ": kernel size", least: 1),
            (stride ?? kernelSize).Over(rank, TypeName + ": stride", least: 1));
        (this.padding, dilations) = (
            (padding ?? 0).Over(rank, TypeName + ": padding", least: 0), (dilation ?? 1).Over(rank, TypeName + ": dilation", least: 1));
        details =
            $"kernel_size={kernelSize}, stride={stride ?? kernelSize}, padding={padding ?? 0}, dilation={dilation ?? 1}, "
            + $"ceil_mode={PythonText.Of(ceilMode)}";
    }

    /// <inheritdoc/>
    protected override string Details => details;

    /// <inheritdoc/>
    protected override Node Compute(Node x) =>
        x.Batched(TypeName, rank, batch => batch.MaxPool(kernel, strides, padding, dilations, ceilMode));
}
