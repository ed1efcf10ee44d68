namespace NeuralJit;

/// <summary>
/// x with whole rows written at positions along an axis (torch.index_add, index_copy): what undoes <see cref="Take"/>. The updates
/// have the indices' dimensions in place of the axis.
/// </summary>
/// <param name="Axis">The axis, from 0.</param>
/// <param name="Mode">How old and new are combined.</param>
public sealed record ScatterRows(int Axis, ScatterMode Mode) : IndexOp(Axis)
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        Check(inputs, 3);
        Node x = inputs[0], updates = inputs[2];
        TensorType expected = new Take(Axis).Infer(inputs[..2]);
        if (updates.Type != expected)
        {
            throw new ShapeException($"{Name}: updates must be {expected} for {x.Type} and indices {inputs[1].Type}, got {updates.Type}");
        }
        ScatterRules.CheckType(Name, x, Mode);
        return x.Type;
    }

    /// <inheritdoc/>
    public override Node? Gradient(Node y, Node dy, int input)
    {
        Node indices = y.Inputs[1];
        return ScatterRules.Gradient(y, dy, input, Mode, (target, values, mode) =>
            target.ScatterRows(indices, values, Axis, mode), from => from.Take(indices, Axis));
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) =>
        Indexing.ScatterRows(this, inputs[0], y, inputs[1], inputs[2], Axis, Mode);
}

/// <summary>Writing rows by position.</summary>
public static class ScatterRowsExtensions
{
    extension(Node x)
    {
        /// <summary>x with rows written at positions (int32 or int64) along an axis; a scalar counts as a vector of one element.</summary>
        public Node ScatterRows(Node indices, Node updates, int axis = 0, ScatterMode mode = ScatterMode.Set)
        {
            Node vector = x.AsVector();
            // What is written to a scalar may be one too, as in PyTorch.
            updates = x.Rank == 0 && updates.Rank == 0 && indices.Shape.Count == 1 ? updates.Reshape(indices.Shape) : updates;
            return Node.Apply(new ScatterRows(vector.Shape.Axis(axis), mode), vector, indices, updates).Reshape(x.Shape);
        }
    }
}
