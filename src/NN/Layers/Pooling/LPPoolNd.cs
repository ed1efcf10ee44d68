namespace NeuralJit.NN;

/// <summary>(Σ x^p)^(1/p) over the elements under a window that moves over the spatial dimensions.</summary>
public abstract class LPPoolNd : Module
{
    private readonly int rank;
    private readonly double normType;
    private readonly bool ceilMode;
    private readonly string details;
    private readonly IntList kernel, strides;

    private protected LPPoolNd(int rank, double normType, PerDimension kernelSize, PerDimension? stride, bool ceilMode)
    {
        (this.rank, this.normType, this.ceilMode) = (rank, normType, ceilMode);
        NumberRules.Within(TypeName, nameof(normType), normType, 0, double.PositiveInfinity);
        kernel = kernelSize.Over(rank, TypeName + ": kernel size", least: 1);
        strides = (stride ?? kernelSize).Over(rank, TypeName + ": stride", least: 1);
        details = string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"norm_type={normType}, kernel_size={kernelSize}, stride={stride?.ToString() ?? "None"}, ceil_mode={PythonText.Of(ceilMode)}");
    }

    /// <inheritdoc/>
    protected override string Details => details;

    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.Batched(TypeName, rank, batch => batch.LpPool(normType, kernel, strides, ceilMode));
}
