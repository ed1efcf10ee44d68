namespace NeuralJit.NN;

/// <summary>
/// Dropout that keeps mean 0 and variance 1, for use with <see cref="SELU"/>: dropped elements become −λα, then all are scaled and
/// shifted: Klambauer et al. 2017.
/// </summary>
/// <param name="p">The probability of dropping an element, from 0 to 1.</param>
public sealed class AlphaDropout(double p = 0.5) : DropoutModule(p)
{
    // λα of SELU: what it tends to for x → −∞, negated.
    private const double Limit = 1.7580993408473766;

    // With a = ((1 − p)(1 + p (λα)²))^(−½) and shift a p λα, mean 0 and variance 1 stay.
    private protected override Node Drop(Node x)
    {
        if (P == 1)
        {
            return x * 0;
        }
        double a = 1 / Math.Sqrt((1 - P) * (1 + (P * Limit * Limit))), shift = a * P * Limit;
        return Node.Where(Node.Bernoulli(x.Shape, 1 - P), x * a + shift, shift - (a * Limit));
    }
}
