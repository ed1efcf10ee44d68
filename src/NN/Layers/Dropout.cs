namespace NeuralJit.NN;

/// <summary>
/// In training, sets elements to zero with probability p and multiplies the others by 1 / (1 − p), so that the mean
/// stays; in evaluation, does nothing: Srivastava et al. 2014. Each call and each step drops others.
/// </summary>
/// <param name="p">The probability of dropping an element, from 0 to 1.</param>
public sealed class Dropout(double p = 0.5) : Module
{
    private readonly double p = p is >= 0 and <= 1 ? p : throw new GraphException($"Dropout: the probability of dropping is between 0 and 1, got {PythonText.Of(p)}");

    /// <inheritdoc/>
    protected override string Details => $"p={PythonText.Of(p)}, inplace=False";

    /// <inheritdoc/>
    protected override Node Compute(Node x) => (Trace.Current?.Training, p) switch
    {
        (not true, _) or (_, 0) => x,
        (_, 1) => x * 0,
        _ => Node.Where(Node.Bernoulli(x.Shape, 1 - p), x * (1 / (1 - p)), 0),
    };
}
