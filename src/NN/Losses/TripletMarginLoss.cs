namespace NeuralJit.NN;

/// <summary>
/// max(0, d(anchor, positive) − d(anchor, negative) + margin), reduced, with the distance of <see cref="PairwiseDistance"/>: Balntas et al.
/// 2016.
/// </summary>
/// <param name="margin">By how much the negative should be farther away.</param>
/// <param name="p">The norm.</param>
/// <param name="eps">Added to each difference.</param>
/// <param name="swap">Whether the distance of positive and negative counts where it is smaller than that of anchor and negative.</param>
/// <param name="reduction">Mean, sum, mean over the batch, or none.</param>
public sealed class TripletMarginLoss(
    double margin = 1, double p = 2, double eps = 1e-6, bool swap = false, LossReduction reduction = LossReduction.Mean)
    : PairLoss<(Node Anchor, Node Positive, Node Negative)>(reduction)
{
    private readonly double margin = NumberRules.Finite("TripletMarginLoss", nameof(margin), margin);
    private readonly double p = NumberRules.Number("TripletMarginLoss", nameof(p), p);
    private readonly double eps = NumberRules.Finite("TripletMarginLoss", nameof(eps), eps);

    private protected override Node Losses((Node Anchor, Node Positive, Node Negative) input)
    {
        (Node anchor, Node positive, Node negative) = input;
        Node far = PairwiseDistance.Of(anchor, negative, p, eps);
        far = swap ? far.Minimum(PairwiseDistance.Of(positive, negative, p, eps)) : far;
        return (PairwiseDistance.Of(anchor, positive, p, eps) - far
            + NumberRules.Finite("TripletMarginLoss", nameof(margin), margin, far.DType)).Hinge();
    }
}
