namespace NeuralJit;

/// <summary>−t ln σ(x) − (1 − t) ln(1 − σ(x)), reduced, without overflow.</summary>
/// <param name="Reduction">How the elements' losses become one.</param>
public sealed record BinaryCrossEntropyWithLogits(LossReduction Reduction) : CompositeOp, ILossOp
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 2);
        LossReductions.CheckPair(Name, inputs);
        return new TensorType(inputs[0].DType, Reduction.Of(inputs[0].Shape));
    }

    // ln(1 − σ(x)) = ln σ(x) − x: together (1 − t) x − ln σ(x)
    /// <inheritdoc/>
    public override Node Expand(ReadOnlySpan<Node> inputs) =>
        Reduction.Reduce((1 - inputs[1]) * inputs[0] - inputs[0].LogSigmoid());

    // dx: σ(x) − t; dt: −x
    /// <inheritdoc/>
    public override Node?[] Gradients(Node y, Node dy, ReadOnlySpan<bool> wanted)
    {
        Node x = y.Inputs[0], scale = Reduction.Scale(dy, x.Shape);
        return [wanted[0] ? (x.Sigmoid() - y.Inputs[1]) * scale : null, wanted[1] ? -(x * scale) : null];
    }
}

/// <summary>The binary cross-entropy.</summary>
public static class BinaryCrossEntropyExtensions
{
    extension(Node logits)
    {
        /// <summary>
        /// The cross-entropy of σ(logits) and the probabilities <paramref name="target"/>, element by element, then reduced.
        /// </summary>
        public Node BinaryCrossEntropyWithLogits(Node target, LossReduction reduction = LossReduction.Mean) =>
            Node.Apply(new BinaryCrossEntropyWithLogits(reduction), logits, target);
    }
}
