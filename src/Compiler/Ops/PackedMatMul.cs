namespace NeuralJit.Compilation;

/// <summary>A matrix product whose right operand was packed by <see cref="PackColumns"/>.</summary>
/// <param name="Columns">Columns of the right operand and of the result.</param>
internal sealed record PackedMatMul(int Columns) : CompilerOp
{
    /// <inheritdoc/>
    public override string Name => "packed_matmul";

    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 2);
        Shape batch = Shape.Broadcast(Shape.Create(inputs[0].Shape.Extents[..^2]), Shape.Create(inputs[1].Shape.Extents[..^3]))
            ?? throw new ShapeException($"{Name}: {inputs[0].Type} and {inputs[1].Type} do not fit");
        return new TensorType(inputs[0].DType, [.. batch, inputs[0].Shape[-2], Columns]);
    }

    /// <inheritdoc/>
    public override long Flops(Node y) => 2 * y.Shape.Count * y.Inputs[0].Shape[-1];

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) =>
        ReferenceProducts.PackedMatMul(inputs[0], inputs[1], y);
}
