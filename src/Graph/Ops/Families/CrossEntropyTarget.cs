namespace NeuralJit;

/// <summary>
/// The distribution q over the classes that a cross-entropy aims at: (1 − ε) w at the label plus ε/C w everywhere, 0 for ignored
/// samples. It is never stored: the label is compared with the class numbers, in the logits' own type (exact up to 2²⁴ classes in
/// f32), so that one loop can compute loss and gradient.
/// </summary>
internal sealed class CrossEntropyTarget
{
    private readonly Node isLabel;
    private readonly Node isCounted;
    private readonly Node? weight;
    private readonly double smoothing;
    private readonly int classes;
    private readonly DType dtype;

    public CrossEntropyTarget(CrossEntropy op, ReadOnlySpan<Node> inputs, int axis)
    {
        Axis = axis;
        Node logits = inputs[0];
        classes = logits.Shape[axis];
        int[] alongClasses = new int[logits.Rank];
        Array.Fill(alongClasses, 1);
        alongClasses[axis] = classes;
        Node label = Node.Apply(new CheckLabels(classes, op.IgnoreIndex), inputs[1]).Cast(logits.DType).Unsqueeze(axis);
        isLabel = Node.Iota(new TensorType(logits.DType, Shape.Create(alongClasses)), axis).Equal(label);
        isCounted = label.NotEqual(op.IgnoreIndex);
        bool mayIgnoreAClass = op.IgnoreIndex >= 0 && op.IgnoreIndex < classes;
        isLabel = mayIgnoreAClass ? isLabel & isCounted : isLabel;
        weight = inputs.Length > 2 ? inputs[2].Reshape(Shape.Create(alongClasses)) : null;
        smoothing = op.LabelSmoothing;
        dtype = logits.DType;
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

    /// <summary>−Σ q · logProbabilities over the classes, for each sample.</summary>
    public Node Losses(Node logProbabilities) => -Weigh(logProbabilities).Sum(Axis);

    /// <summary>
    /// The gradient of each sample's loss that counts, given that of the mean: 0 where the labels that count weigh nothing (the mean itself is 0/0 then).
    /// </summary>
    public Node ShareOf(Node dy)
    {
        Node total = TotalWeight();
        if (weight is null)
        {
            return dy / total;
        }
        Node isNothing = total.Equal(0);
        return Node.Where(isNothing, 0, dy / Node.Where(isNothing, 1, total));
    }

    /// <summary>The weights of the labels, added up: the number of samples that count where there are no weights.</summary>
    public Node TotalWeight() => weight is null
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
