namespace NeuralJit.NN;

/// <summary>
/// (x − mean) / √(variance + eps) · weight + bias, where mean and biased variance are those of one channel of one sample: Ulyanov et al.
/// 2016. With running statistics, training moves them towards the batch's and evaluation takes them instead.
/// </summary>
public abstract class InstanceNormNd : NormNd
{
    private readonly int spatialRank;

    private protected InstanceNormNd(
        int spatialRank, int numFeatures, double eps, double? momentum, bool affine, bool trackRunningStats, DType dtype)
        : base(numFeatures, eps, momentum, affine, trackRunningStats, dtype)
    {
        this.spatialRank = spatialRank;
    }

    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.Batched(TypeName, spatialRank, batch =>
    {
        CheckChannels(batch);
        if (!UsesInput)
        {
            return batch.BatchNorm(RunningMean!, RunningVar!, Weight?.Read(), Bias?.Read(), Epsilon);
        }
        Node y = batch.InstanceNorm(Weight?.Read(), Bias?.Read(), Epsilon);
        if (RunningMean is not null && batch.Shape.Count > 0)
        {
            int[] spatial = [.. Enumerable.Range(2, spatialRank)];
            Track(batch.Mean(spatial).Mean(0), batch.Variance(spatial).Mean(0), Node.Scalar(Momentum ?? 0, RunningMean.DType));
        }
        return y;
    });
}
