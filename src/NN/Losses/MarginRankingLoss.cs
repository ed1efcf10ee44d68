namespace NeuralJit.NN;

/// <summary>max(0, −y · (a − b) + margin), reduced: y is 1 where a should rank higher than b, −1 where lower.</summary>
/// <param name="margin">By how much.</param>
/// <param name="reduction">Mean, sum, mean over the batch, or none.</param>
public sealed class MarginRankingLoss(double margin = 0, LossReduction reduction = LossReduction.Mean)
    : PairLoss<(Node A, Node B, Node Target)>(reduction)
{
    private readonly double margin = NumberRules.Finite("MarginRankingLoss", nameof(margin), margin);

    private protected override Node Losses((Node A, Node B, Node Target) input) =>
        (input.Target * (input.B - input.A) + NumberRules.Finite("MarginRankingLoss", nameof(margin), margin, input.A.DType)).Hinge();
}
