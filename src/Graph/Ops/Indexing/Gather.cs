namespace NeuralJit;

/// <summary>
/// Elements by their positions along an axis, as torch.gather: y[i][j] = x[index[i][j]][j] for axis 0. A negative or too
/// large index is an error.
/// </summary>
/// <param name="Axis">The axis, from 0.</param>
public sealed record Gather(int Axis) : IndexOp(Axis)
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        Check(inputs, 2);
        CheckElementwise(inputs[0], inputs[1]);
        return new TensorType(inputs[0].DType, inputs[1].Shape);
    }

    // An element's gradient is the sum of dy over the places that read it.
    /// <inheritdoc/>
    public override Node? Gradient(Node y, Node dy, int input) => input == 0
        ? Node.Apply(new Scatter(Axis, ScatterMode.Add), y.Inputs[0].FilledLike(0), y.Inputs[1], dy)
        : null;

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) => Indexing.Gather(this, inputs[0], inputs[1], Axis, y);
}

/// <summary>Reading elements by position.</summary>
public static class GatherExtensions
{
    extension(Node x)
    {
        /// <summary>
        /// Elements by their positions (int32 or int64) along an axis, as torch.gather; a scalar counts as a vector of one element.
        /// </summary>
        public Node Gather(int axis, Node indices)
        {
            Node vector = x.AsVector();
            return Node.Apply(new Gather(vector.Shape.Axis(axis)), vector, indices.AsVector()).Reshape(indices.Shape);
        }
    }
}
