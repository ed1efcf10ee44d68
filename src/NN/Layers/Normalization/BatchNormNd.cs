namespace NeuralJit.NN;

/// <summary>
/// (x − mean) / √(variance + eps) · weight + bias with one number per channel (dimension 1) each: Ioffe and Szegedy 2015. Training takes
/// mean and biased variance of the batch, and moves the running statistics towards them (the variance unbiased); evaluation takes the
/// running ones.
/// </summary>
public abstract class BatchNormNd : NormNd
{
    private readonly Range ranks;

    private protected BatchNormNd(
        Range ranks, int numFeatures, double eps, double? momentum, bool affine, bool trackRunningStats, DType dtype)
        : base(numFeatures, eps, momentum, affine, trackRunningStats, dtype)
    {
        this.ranks = ranks;
    }

    /// <inheritdoc/>
    protected override Node Compute(Node x)
    {
        if (x.Rank < ranks.Start.Value || x.Rank > ranks.End.Value)
        {
            string rank = ranks.Start.Equals(ranks.End) ? $"{ranks.End.Value}D" : $"{ranks.Start.Value}D or {ranks.End.Value}D";
            throw new ShapeException(FormattableString.Invariant($"{TypeName}: expected {rank} input (got {x.Rank}D input) {x.Type}"));
        }
        CheckChannels(x);
        if (!UsesInput || x.Shape.Count == 0)
        {
            Node zeros = Node.Zeros([x.Shape[1]], x.DType);
            Node unchanged = x.BatchNorm(RunningMean?.Read() ?? zeros, RunningVar?.Read() ?? zeros, Weight?.Read(), Bias?.Read(), Epsilon);
            if (IsTracking)
            {
                GraphTrace.Current!.Update(NumBatchesTracked!, NumBatchesTracked!.Read() + 1);
            }
            return unchanged;
        }
        (Node y, Node mean, Node variance) = x.BatchNormOfBatch(Weight?.Read(), Bias?.Read(), Epsilon);
        if (IsTracking)
        {
            double count = x.Shape.Count / x.Shape[1];
            Node batches = NumBatchesTracked!.Read() + 1;
            Node factor = Momentum is { } momentum
                ? Node.Scalar(momentum, RunningMean!.DType)
                : batches.Cast(RunningMean!.DType).Reciprocal();
            Track(mean, variance * (count / (count - 1)), factor, new Update(NumBatchesTracked, batches));
        }
        return y;
    }

    /// <summary>Whether this call counts its batch and moves the running statistics.</summary>
    private bool IsTracking => GraphTrace.Current?.Training == true && NumBatchesTracked is not null && RunningMean is not null;
}
