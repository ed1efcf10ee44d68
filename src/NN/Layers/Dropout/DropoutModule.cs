namespace NeuralJit.NN;

/// <summary>What the kinds of dropout have in common: the probability, and that they do nothing in evaluation.</summary>
public abstract class DropoutModule : Module
{
    private protected DropoutModule(double p)
    {
        P = p is >= 0 and <= 1
            ? p
            : throw new GraphException($"{TypeName}: the probability of dropping is between 0 and 1, got {PythonText.Of(p)}");
    }

    /// <summary>The probability of dropping, from 0 to 1.</summary>
    private protected double P { get; }

    /// <inheritdoc/>
    protected override string Details => $"p={PythonText.Of(P)}, inplace=False";

    /// <inheritdoc/>
    protected override Node Compute(Node x) => GraphTrace.Current?.Training != true || P == 0 ? x : Drop(x);

    /// <summary>What it does in training.</summary>
    private protected abstract Node Drop(Node x);

    /// <summary>Zeros where a mask of the given shape says so, 1 / (1 − p) times the rest.</summary>
    private protected Node Masked(Node x, Shape mask) => P == 1 ? x * 0 : Node.Where(Node.Bernoulli(mask, 1 - P), x * (1 / (1 - P)), 0);
}
