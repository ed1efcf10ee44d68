namespace NeuralJit;

/// <summary>
/// The distribution q over the classes that a cross-entropy aims at: (1 − ε) w at the label plus ε/C w everywhere, 0 for ignored
/// samples. It is never stored (see <see cref="LabelMask"/>), so that one loop can compute loss and gradient.
/// </summary>
internal sealed class CrossEntropyTarget
{
    private readonly Node isLabel;
    private readonly Node isCounted;
    private readonly Node? weight;
    private readonly double smoothing;
    private readonly int classes;
    private readonly DType dtype;
    private readonly LossReduction reduction;
    private readonly Shape samples;

    public CrossEntropyTarget(CrossEntropy op, ReadOnlySpan<Node> inputs, int axis)
    {
        Axis = axis;
        Node logits = inputs[0];
        classes = logits.Shape[axis];
        var mask = new LabelMask(logits, inputs[1], axis, op.IgnoreIndex);
        Node label = mask.Label;
        isLabel = mask.IsLabel;
        isCounted = label.NotEqual(op.IgnoreIndex);
        bool mayIgnoreAClass = op.IgnoreIndex >= 0 && op.IgnoreIndex < classes;
        isLabel = mayIgnoreAClass ? isLabel & isCounted : isLabel;
        weight = inputs.Length > 2 ? inputs[2].Reshape(mask.AlongClasses) : null;
        smoothing = op.LabelSmoothing;
        dtype = logits.DType;
        reduction = op.Reduction;
        samples = inputs[1].Shape;
    }

    /// <summary>The class axis.</summary>
    public int Axis { get; }

    /// <summary>q · values, element by element.</summary>
    public Node Weigh(Node values)
    {
        Node weighted = weight is null ? values : values * weight;
        Node atLabel = Node.Where(isLabel, weighted, 0);
        return smoothing == 0 ? atLabel : atLabel * (1 - smoothing) + Node.Where(isCounted, weighted, 0) * (smoothing / classes);
    }

    /// <summary>−Σ q · logProbabilities over the classes of each sample, reduced: the mean is by the labels' total weight.</summary>
    public Node Reduced(Node logProbabilities)
    {
        Node losses = Losses(logProbabilities);
        return reduction == LossReduction.Mean ? losses.Sum() / TotalWeight() : reduction.Reduce(losses);
    }

    /// <summary>
    /// The mean as a fraction: the sum of the losses, and the number of labels that count or the sum of their classes' weights. Null where
    /// it is no mean.
    /// </summary>
    public (Node Sum, Node Weight)? Fraction(Node logProbabilities) =>
        reduction == LossReduction.Mean ? (Losses(logProbabilities).Sum(), TotalWeight()) : null;

    /// <summary>The gradient of each sample's loss that counts, given that of the reduced one.</summary>
    public Node ScaleOf(Node dy) => reduction switch
    {
        LossReduction.Mean => ShareOf(dy),
        LossReduction.None => dy.Unsqueeze(Axis),
        _ => reduction.Scale(dy, samples),
    };

    private Node Losses(Node logProbabilities) => -Weigh(logProbabilities).Sum(Axis);

    // 0 where the labels that count weigh nothing: the mean itself is 0/0 then.
    private Node ShareOf(Node dy)
    {
        Node total = TotalWeight();
        if (weight is null)
        {
            return dy / total;
        }
        Node isNothing = total.Equal(0);
        return Node.Where(isNothing, 0, dy / Node.Where(isNothing, 1, total));
    }

    // The number of samples that count where there are no weights.
    private Node TotalWeight() => weight is null
        ? isCounted.Cast(dtype).Sum()
        : Node.Where(isLabel, weight, 0).Sum();

    /// <summary>(softmax(logits) Σq − q) · scale.</summary>
    public Node GradientOfLogits(Node logits, Node scale)
    {
        Node probabilities = logits.Softmax(Axis);
        if (weight is null && smoothing == 0)
        {
            // Σq is 1 for samples that count and 0 for the others: that goes into the scale, one number per sample.
            return (probabilities - isLabel.Cast(dtype)) * Node.Where(isCounted, scale, 0);
        }
        Node q = Weigh(Node.Scalar(1, dtype));
        // Where no sample counts, the scale is infinite, and q is 0.
        return (probabilities * q.Sum(Axis, keepDims: true) - q) * (weight is null ? Node.Where(isCounted, scale, 0) : scale);
    }
}
