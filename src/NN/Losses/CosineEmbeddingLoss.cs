namespace NeuralJit.NN;

/// <summary>
/// 1 − cos(a, b) where the target is 1, max(0, cos(a, b) − margin) where it is −1, else 0, for vectors along the last dimension, reduced.
/// </summary>
/// <param name="margin">The greatest cosine that different ones may have.</param>
/// <param name="reduction">Mean, sum, mean over the batch, or none.</param>
public sealed class CosineEmbeddingLoss(double margin = 0, LossReduction reduction = LossReduction.Mean)
    : PairLoss<(Node A, Node B, Node Target)>(reduction)
{
    private readonly double margin = NumberRules.Finite("CosineEmbeddingLoss", nameof(margin), margin);

    // Keeps the square root away from 0, as PyTorch does.
    private const double Least = 1e-12;

    private protected override Node Losses((Node A, Node B, Node Target) input)
    {
        (Node a, Node b, Node target) = input;
        Node cosine = (a * b).Sum(-1) / ((a.Square().Sum(-1) + Least) * (b.Square().Sum(-1) + Least)).Sqrt();
        return Node.Where(target.Equal(1), 1 - cosine,
            Node.Where(target.Equal(-1), (cosine - NumberRules.Finite("CosineEmbeddingLoss", nameof(margin), margin, a.DType)).Hinge(), 0));
    }
}
