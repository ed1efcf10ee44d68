namespace NeuralJit.Training;

/// <summary>
/// A term of the loss of a batch as a fraction. Numerators and denominators add up over batches, so that the loss of several does not
/// depend on how the samples are cut into batches. Where the denominator is 0, nothing in the batch counted: the term is 0/0.
/// </summary>
/// <param name="Numerator">The sum of the losses.</param>
/// <param name="Denominator">What it is divided by: the number of samples, or of labels that count, or the sum of their weights.</param>
public readonly record struct LossFraction(double Numerator, double Denominator)
{
    /// <summary>Whether a loss is as it should be: finite, or the sum of finite terms of which some have nothing that counted.</summary>
    internal static bool AreSound(float loss, ReadOnlySpan<LossFraction> terms)
    {
        bool isEmpty = false;
        foreach (LossFraction term in terms)
        {
            isEmpty |= term.Denominator == 0;
            if (!double.IsFinite(term.Numerator) || !double.IsFinite(term.Denominator))
            {
                return float.IsFinite(loss);
            }
        }
        return isEmpty || float.IsFinite(loss);
    }
}
