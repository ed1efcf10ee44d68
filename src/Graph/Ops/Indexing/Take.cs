namespace NeuralJit;

/// <summary>
/// Whole rows by their positions along an axis: embedding lookup, torch.index_select, numpy.take. The dimensions of the
/// indices take the place of the axis.
/// </summary>
/// <param name="Axis">The axis, from 0.</param>
public sealed record Take(int Axis) : IndexOp(Axis)
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        Check(inputs, 2);
        ReadOnlySpan<int> extents = inputs[0].Shape.Extents;
        return new TensorType(inputs[0].DType, Shape.Create([.. extents[..Axis], .. inputs[1].Shape.Extents, .. extents[(Axis + 1)..]]));
    }

    // A row's gradient is the sum of dy over the places that read it.
    /// <inheritdoc/>
    public override Node? Gradient(Node y, Node dy, int input) => input == 0
        ? Node.Apply(new ScatterRows(Axis, ScatterMode.Add), y.Inputs[0].FilledLike(0), y.Inputs[1], dy)
        : null;

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) => Indexing.Take(this, inputs[0], inputs[1], Axis, y);
}

/// <summary>Reading rows by position.</summary>
public static class TakeExtensions
{
    extension(Node x)
    {
        /// <summary>
        /// Rows by their positions (int32 or int64, any shape) along an axis; the indices' dimensions replace the axis. Of a scalar one
        /// element can be taken, and is a scalar.
        /// </summary>
        public Node Take(Node indices, int axis = 0)
        {
            if (x.Rank > 0)
            {
                return Node.Apply(new Take(x.Shape.Axis(axis)), x, indices);
            }
            return indices.Shape.Count == 1
                ? Node.Apply(new Take(x.Shape.AxisOrScalar(axis)), x.AsVector(), indices).Reshape(x.Shape)
                : throw new ShapeException(
                    $"take: a scalar has one element to take, got indices {indices.Type}" + GraphTrace.DescribePlace());
        }
    }
}
