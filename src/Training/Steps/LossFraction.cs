namespace NeuralJit.Training;

/// <summary>
/// The loss of a batch as a fraction. Numerators and denominators add up over batches, so that the loss of several does not depend on how the samples are cut
/// into batches. Where the denominator is 0, nothing in the batch counted: its loss is 0/0.
/// </summary>
/// <param name="Numerator">The sum of the losses.</param>
/// <param name="Denominator">What it is divided by: the number of samples, or of labels that count, or the sum of their weights.</param>
public readonly record struct LossFraction(double Numerator, double Denominator)
{
    /// <summary>
    /// Numerator and denominator of a loss, told from the op that made it; none where the loss is a mean over the samples, as most are. The mean
    /// cross-entropy is one over the labels that count, by the weights of their classes, however many samples there are; a sum is a numerator.
    /// </summary>
    internal static Node[] Of(Node loss, bool isSum, int samples)
    {
        Node source = loss;
        while (source.Op is Reshape or Cast)
        {
            source = source.Inputs[0];
        }
        (Node Sum, Node Weight)? fraction = source.Op switch
        {
            CrossEntropy { Reduction: LossReduction.Mean } op => op.Fraction(source.Inputs),
            NllLoss { Reduction: LossReduction.Mean } op => op.Fraction(source.Inputs),
            _ => null,
        };
        isSum |= source.Op is CrossEntropy { Reduction: LossReduction.Sum } or NllLoss { Reduction: LossReduction.Sum } or MseLoss { Reduction: LossReduction.Sum }
            or BinaryCrossEntropyWithLogits { Reduction: LossReduction.Sum };
        return fraction is { } parts ? [parts.Sum, parts.Weight] : isSum ? [loss, Node.Scalar(samples)] : [];
    }
}
