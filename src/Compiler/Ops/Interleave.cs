namespace NeuralJit.Compilation;

/// <summary>
/// A tensor put together from parts that each hold every so many-th element along the spatial dimensions (2 and up): part number i begins
/// at element <c>Starts[i]</c> of each. Elements that no part holds are 0.
/// </summary>
/// <param name="Result">The shape.</param>
/// <param name="Steps">Per spatial dimension, elements of the result between neighbours of a part.</param>
/// <param name="Starts">The first elements of all parts, one entry per spatial dimension for each part.</param>
/// <param name="IsWhole">Whether the parts hold all elements together.</param>
internal sealed record Interleave(Shape Result, IntList Steps, IntList Starts, bool IsWhole) : CompilerOp
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, Starts.Count / Steps.Count);
        return new TensorType(inputs[0].DType, Result);
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y)
    {
        if (!IsWhole)
        {
            StridedCopying.Fill(UniformValue.ScalarOp(0, y.DType).Data, y);
        }
        Span<long> strides = stackalloc long[Result.Rank];
        for (int part = 0; part < inputs.Length; part++)
        {
            y.Strides.CopyTo(strides);
            long offset = 0;
            for (int d = 0; d < Steps.Count; d++)
            {
                offset += Starts[(part * Steps.Count) + d] * strides[d + 2];
                strides[d + 2] *= Steps[d];
            }
            StridedCopying.Copy(inputs[part], y, offset, strides);
        }
    }
}
