namespace NeuralJit.Compilation;

/// <summary>The same values in dense memory of their own.</summary>
internal sealed record Copy : CompilerOp
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 1);
        return inputs[0].Type;
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) => StridedCopying.Copy(inputs[0], y);
}
