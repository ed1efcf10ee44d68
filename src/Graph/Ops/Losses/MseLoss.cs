namespace NeuralJit;

/// <summary>(x − t)², reduced.</summary>
/// <param name="Reduction">How the elements' losses become one.</param>
public sealed record MseLoss(LossReduction Reduction) : CompositeOp, ILossOp
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 2);
        LossReductions.CheckPair(Name, inputs);
        return new TensorType(inputs[0].DType, Reduction.Of(inputs[0].Shape));
    }

    /// <inheritdoc/>
    public override Node Expand(ReadOnlySpan<Node> inputs) => Reduction.Reduce((inputs[0] - inputs[1]).Square());

    // d(x − t)² = 2 (x − t) (dx − dt)
    /// <inheritdoc/>
    public override Node?[] Gradients(Node y, Node dy, ReadOnlySpan<bool> wanted)
    {
        Node dx = (y.Inputs[0] - y.Inputs[1]) * (Reduction.Scale(dy, y.Inputs[0].Shape) * 2);
        return [wanted[0] ? dx : null, wanted[1] ? -dx : null];
    }
}

/// <summary>The mean squared error.</summary>
public static class MseLossExtensions
{
    extension(Node x)
    {
        /// <summary>(x − target)² of each element, reduced: by default their mean. Both have the same shape.</summary>
        public Node MseLoss(Node target, LossReduction reduction = LossReduction.Mean) => Node.Apply(new MseLoss(reduction), x, target);
    }
}
