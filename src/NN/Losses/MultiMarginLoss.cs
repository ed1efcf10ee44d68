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
    /// <param name="reduction">Mean, sum or none.</param>
    public MultiMarginLoss(double p = 1, double margin = 1, TensorData? weight = null, LossReduction reduction = LossReduction.Mean) : base(reduction)
    {
        this.p = p is 1 or 2 ? p : throw new GraphException($"MultiMarginLoss: p must be 1 or 2, got {PythonText.Of(p)}");
        this.margin = NumberRules.Finite("MultiMarginLoss", nameof(margin), margin);
        this.weight = weight is null ? null : State("weight", weight);
    }

    /// <inheritdoc/>
    protected override Node Compute(Node input, Node target)
    {
        if (input.Rank is < 1 or > 2 || !target.DType.IsInteger || target.Shape.Count != (input.Rank == 1 ? 1 : input.Shape[0]))
        {
            throw new ShapeException($"MultiMarginLoss: expected (samples, classes) and a label per sample, got {input.Type} and {target.Type}");
        }
        Node label = target.Reshape(input.Rank == 1 ? [1] : [input.Shape[0], 1]);
        Node isLabel = Node.Arange(input.Shape[-1], target.DType).Equal(label);
        Node atLabel = Node.Where(isLabel, input, 0).Sum(-1, keepDims: true);
        Node excess = (margin - atLabel + input).Relu();
        excess = p == 2 ? excess.Square() : excess;
        excess = weight is null ? excess : excess * Node.Where(isLabel, weight.Read(), 0).Sum(-1, keepDims: true);
        return Reduction.Of((Node.Where(isLabel, 0, excess).Sum(-1) / input.Shape[-1]).Reshape(target.Shape));
    }
}
