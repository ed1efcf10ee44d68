namespace NeuralJit.NN;

/// <summary>
/// −ln softmax(input) at each target class, reduced. Input: logits (samples, classes), (samples, classes, …) or (classes);
/// target: int32 or int64 class numbers without the class dimension, or probabilities of the shape of the input.
/// </summary>
public sealed class CrossEntropyLoss : Loss
{
    private readonly State? weight;
    private readonly long ignoreIndex;
    private readonly double labelSmoothing;

    /// <summary>Makes the loss.</summary>
    /// <param name="weight">A weight per class, of shape (classes), or null.</param>
    /// <param name="ignoreIndex">The class number whose samples do not count.</param>
    /// <param name="reduction">Mean (by weight), sum, mean over the batch, or none.</param>
    /// <param name="labelSmoothing">How much of each target is spread evenly over all classes, from 0 to 1.</param>
    public CrossEntropyLoss(
        TensorData? weight = null, long ignoreIndex = -100, LossReduction reduction = LossReduction.Mean, double labelSmoothing = 0)
        : base(reduction)
    {
        this.weight = weight is null ? null : State("weight", weight);
        this.ignoreIndex = ignoreIndex;
        this.labelSmoothing = NumberRules.Within("CrossEntropyLoss", nameof(labelSmoothing), labelSmoothing, 0, 1);
    }

    /// <inheritdoc/>
    protected override Node Compute(Node input, Node target) => target.DType.IsFloat
        ? OfProbabilities(input, target)
        : input.CrossEntropy(target, Reduction, ignoreIndex, labelSmoothing, weight?.Read());

    // −Σ w q ln softmax(x) over the classes, with q smoothed; the mean is over the samples, whatever they weigh.
    private Node OfProbabilities(Node input, Node target)
    {
        if (input.Type != target.Type || input.Rank == 0)
        {
            throw new ShapeException(
                $"{TypeName}: expected labels of i32 or i64 without the class dimension, or probabilities of the input's type, " +
                $"got {input.Type} and {target.Type}");
        }
        int axis = input.Rank == 1 ? 0 : 1;
        Node q = labelSmoothing == 0 ? target : target * (1 - labelSmoothing) + labelSmoothing / input.Shape[axis];
        Node terms = q * input.LogSoftmax(axis);
        int[] alongClasses = [.. Enumerable.Range(0, input.Rank).Select(i => i == axis ? input.Shape[axis] : 1)];
        return Reduction.Apply(-(weight is null ? terms : terms * weight.Read().Reshape(alongClasses)).Sum(axis));
    }
}
