namespace NeuralJit;

/// <summary>
/// x with elements written at positions along an axis, as torch.scatter and scatter_reduce: y[index[i][j]][j] is combined with
/// updates[i][j] for axis 0.
/// </summary>
/// <param name="Axis">The axis, from 0.</param>
/// <param name="Mode">How old and new are combined.</param>
public sealed record Scatter(int Axis, ScatterMode Mode) : IndexOp(Axis)
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        Check(inputs, 3);
        Node x = inputs[0], indices = inputs[1], updates = inputs[2];
        CheckElementwise(x, indices);
        if (!updates.Shape.Equals(indices.Shape) || updates.DType != x.DType)
        {
            throw new ShapeException(
                $"{Name}: updates {updates.Type} must have the element type of {x.Type} and the shape of the indices {indices.Type}");
        }
        ScatterRules.CheckType(Name, x, Mode);
        return x.Type;
    }

    /// <inheritdoc/>
    public override Node? Gradient(Node y, Node dy, int input)
    {
        Node indices = y.Inputs[1];
        return ScatterRules.Gradient(
            y, dy, input, Mode, (target, values, mode) => target.Scatter(Axis, indices, values, mode), from => from.Gather(Axis, indices));
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) =>
        Indexing.Scatter(this, inputs[0], y, inputs[1], inputs[2], Axis, Mode);
}

/// <summary>Writing elements by position.</summary>
public static class ScatterExtensions
{
    extension(Node x)
    {
        /// <summary>
        /// x with <paramref name="updates"/> written at positions (int32 or int64) along an axis; a scalar counts as a vector of one
        /// element.
        /// </summary>
        public Node Scatter(int axis, Node indices, Node updates, ScatterMode mode = ScatterMode.Set)
        {
            Node vector = x.AsVector();
            return Node.Apply(new Scatter(vector.Shape.Axis(axis), mode), vector, indices.AsVector(), updates.AsVector()).Reshape(x.Shape);
        }
    }
}
