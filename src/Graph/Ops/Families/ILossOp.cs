namespace NeuralJit;

/// <summary>An op that makes the losses of samples one, and says how: several batches are then measured as one would be.</summary>
internal interface ILossOp
{
    /// <summary>How the losses become one.</summary>
    LossReduction Reduction { get; }

    /// <summary>
    /// The mean as a fraction, of the sum of the losses and what it is divided by, where that is not the number of samples; else null.
    /// </summary>
    (Node Sum, Node Weight)? Fraction(ReadOnlySpan<Node> inputs) => null;
}
