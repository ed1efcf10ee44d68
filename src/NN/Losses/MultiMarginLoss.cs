namespace NeuralJit.NN;

/// <summary>
/// Σ over the other classes i of max(0, margin − x[y] + x[i])^p / classes for logits x of shape (samples, classes) or (classes) and
/// int32 or int64 labels y, reduced.
/// </summary>
public sealed class MultiMarginLoss : Loss
{
    private readonly double p;
    private readonly double margin;
    private readonly State? weight;

    /// <summary>Makes the loss.</summary>
    /// <param name="p">The power: 1 or 2.</param>
    /// <param name="margin">By how much the logit of the label should be greater.</param>
    /// <param name="weight">A weight per class, of shape (classes), or null.</param>
    /// <param name="reduction">Mean, sum, mean over the batch, or none.</param>
    public MultiMarginLoss(double p = 1, double margin = 1, TensorData? weight = null, LossReduction reduction = LossReduction.Mean)
        : base(reduction)
    {
        this.p = p is 1 or 2 ? p : throw new GraphException($"MultiMarginLoss: p must be 1 or 2, got {PythonText.Of(p)}");
        this.margin = NumberRules.Finite("MultiMarginLoss", nameof(margin), margin);
        this.weight = weight is null ? null : State("weight", weight);
    }

    /// <inheritdoc/>
    protected override Node Compute(Node input, Node target)
    {
        // A vector is one sample, a scalar one sample of one class.
        int samples = input.Rank == 2 ? input.Shape[0] : 1, classes = input.Rank == 0 ? 1 : input.Shape[-1];
        if (input.Rank > 2 || classes == 0 || !target.DType.IsInteger || target.Rank > 1 || target.Shape.Count != samples)
        {
            throw new ShapeException(
                $"MultiMarginLoss: expected (samples, classes) or (classes) and a label per sample, got {input.Type} and {target.Type}");
        }
        Node x = input.Reshape([samples, classes]);
        Node label = target.DType == DType.Int32 ? target : target.Cast(DType.Int64);
        // 0 is a class: no label is left out.
        Node isLabel = new LabelMask(x, label.Reshape([samples]), axis: 1, ignoreIndex: 0).IsLabel;
        Node atLabel = Node.Where(isLabel, x, 0).Sum(-1, keepDims: true);
        Node excess = (NumberRules.Finite("MultiMarginLoss", nameof(margin), margin, x.DType) - atLabel + x).Relu();
        excess = p == 2 ? excess.Square() : excess;
        excess = weight is null ? excess : excess * Node.Where(isLabel, weight.Read(), 0).Sum(-1, keepDims: true);
        return Reduction.Apply((Node.Where(isLabel, 0, excess).Sum(-1) / classes).Reshape(target.Shape));
    }
}
