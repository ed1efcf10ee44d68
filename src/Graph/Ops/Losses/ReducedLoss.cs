namespace NeuralJit;

/// <summary>
/// The losses of samples or elements as one: what the library's losses end with, so that what a loss is shows in the graph.
/// </summary>
/// <param name="Reduction">How they become one.</param>
public sealed record ReducedLoss(LossReduction Reduction) : CompositeOp, ILossOp
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 1);
        return base.Infer(inputs);
    }

    /// <inheritdoc/>
    public override Node Expand(ReadOnlySpan<Node> inputs) => Reduction.Reduce(inputs[0]);

    // d(Σ loss / n) = Σ dloss / n
    /// <inheritdoc/>
    public override Node?[] Gradients(Node y, Node dy, ReadOnlySpan<bool> wanted) =>
        [Reduction.Scale(dy, y.Inputs[0].Shape).BroadcastTo(y.Inputs[0].Shape)];
}
