namespace NeuralJit;

/// <summary>
/// The gradient of a multiplying scatter with respect to its updates u: for each update dy · x · the other updates of its position. Inputs:
/// x, indices, u and dy.
/// </summary>
/// <param name="Axis">The axis, from 0.</param>
/// <param name="WholeRows">Whether the indices pick rows (<see cref="ScatterRows"/>) instead of elements (<see cref="Scatter"/>).</param>
internal sealed record ScatterFactors(int Axis, bool WholeRows) : CompositeOp
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 4);
        return inputs[2].Type;
    }

    // With P the product of the updates that are not 0, P / u where no other update of the position is 0.
    /// <inheritdoc/>
    public override Node Expand(ReadOnlySpan<Node> inputs)
    {
        Node x = inputs[0], indices = inputs[1], u = inputs[2], dy = inputs[3];
        Node isZero = u.Equal(0), one = isZero.Cast(u.DType), safe = Node.Where(isZero, 1, u);
        Node otherZeros = Read(Write(x.FilledLike(0), indices, one, ScatterMode.Add), indices) - one;
        Node product = Read(dy * Write(x, indices, safe, ScatterMode.Multiply), indices);
        return Node.Where(otherZeros.Equal(0), product / safe, 0);
    }

    // The expansion's own gradient would not see what a zero becomes when it moves.
    /// <inheritdoc/>
    public override Node?[] Gradients(Node y, Node dy, ReadOnlySpan<bool> wanted) => GradientsOf(ByPairs(y.Inputs), y, dy, wanted);

    // The same, exact in all derivatives: each update is multiplied by those others that have its position.
    private Node ByPairs(ReadOnlySpan<Node> inputs)
    {
        Node u = inputs[2], indices = inputs[1], at = Read(inputs[3] * inputs[0], indices);
        Shape flat = u.Shape;
        if (WholeRows)
        {
            indices = indices.Reshape(-1);
            flat = Shape.Create([.. u.Shape.Extents[..Axis], indices.Shape[0], .. u.Shape.Extents[(Axis + inputs[1].Rank)..]]);
            indices = indices.Reshape([.. Enumerable.Repeat(1, Axis), indices.Shape[0], .. Enumerable.Repeat(1, flat.Rank - Axis - 1)]);
        }
        int count = flat[Axis];
        Node number = Node.Arange(count), differs = number.Unsqueeze(1).NotEqual(number);
        Node other = indices.Unsqueeze(Axis + 1).Equal(indices.Unsqueeze(Axis))
            & differs.Reshape([.. Enumerable.Repeat(1, Axis), count, count, .. Enumerable.Repeat(1, flat.Rank - Axis - 1)]);
        Node others = Node.Where(other, u.Reshape(flat).Unsqueeze(Axis), 1).Prod(Axis + 1);
        return at * others.Reshape(u.Shape);
    }

    private Node Read(Node from, Node indices) => WholeRows ? from.Take(indices, Axis) : from.Gather(Axis, indices);

    private Node Write(Node to, Node indices, Node values, ScatterMode mode) =>
        WholeRows ? to.ScatterRows(indices, values, Axis, mode) : to.Scatter(Axis, indices, values, mode);
}
