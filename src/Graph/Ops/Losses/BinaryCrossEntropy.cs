namespace NeuralJit;

/// <summary>
/// −t ln x − (1 − t) ln(1 − x) for probabilities x and t, element by element, with logarithms held above −100, as PyTorch does.
/// </summary>
public sealed record BinaryCrossEntropy : CompositeOp
{
    // Logarithms are held above this, and x (1 − x), by which the gradient is divided, above the other.
    private const double LeastLogarithm = -100, LeastVariance = 1e-12;

    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 2);
        LossReductions.CheckPair(Name, inputs);
        return inputs[0].Type;
    }

    /// <inheritdoc/>
    public override Node Expand(ReadOnlySpan<Node> inputs)
    {
        Node x = inputs[0], t = inputs[1];
        return (t - 1) * LogOfComplement(x) - t * LogOf(x);
    }

    // dx: (x − t) / (x (1 − x)), the denominator held away from 0, so that a probability of 0 or 1 that is right has the gradient 0;
    // dt: ln(1 − x) − ln x
    /// <inheritdoc/>
    public override Node?[] Gradients(Node y, Node dy, ReadOnlySpan<bool> wanted)
    {
        Node x = y.Inputs[0], t = y.Inputs[1];
        return
        [
            wanted[0] ? dy * ((x - t) / (x * (1 - x)).Maximum(LeastVariance)) : null,
            wanted[1] ? dy * (LogOfComplement(x) - LogOf(x)) : null,
        ];
    }

    // The logarithm of what is below e^−100 is never taken: it and its slope are infinite at 0. What is no probability gives NaN.
    private static Node LogOf(Node x)
    {
        Node tiny = (x >= 0) & (x < Math.Exp(LeastLogarithm));
        return Node.Where(tiny, LeastLogarithm, Node.Where(tiny, 1, x).Log());
    }

    private static Node LogOfComplement(Node x)
    {
        Node certain = x.Equal(1);
        return Node.Where(certain, LeastLogarithm, (-Node.Where(certain, 0, x)).Log1p());
    }
}

/// <summary>The binary cross-entropy of probabilities.</summary>
public static class BinaryCrossEntropyOfProbabilitiesExtensions
{
    extension(Node probabilities)
    {
        /// <summary>
        /// The cross-entropy of probabilities and <paramref name="target"/>, element by element, then reduced, as
        /// torch.nn.functional.binary_cross_entropy. Where there are logits, BinaryCrossEntropyWithLogits is more exact.
        /// </summary>
        /// <exception cref="ShapeException">Probabilities and target are not of one type, f32 or f64.</exception>
        public Node BinaryCrossEntropy(Node target, LossReduction reduction = LossReduction.Mean) =>
            reduction.Apply(Node.Apply(new BinaryCrossEntropy(), probabilities, target));
    }
}
