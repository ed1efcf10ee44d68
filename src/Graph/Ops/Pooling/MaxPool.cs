using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>The greatest element of each window; padding never counts, a NaN counts as the greatest.</summary>
/// <param name="Window">The window.</param>
public sealed record MaxPool(PoolWindow Window) : Op, IFloatKernel
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 1);
        return new TensorType(inputs[0].DType, Window.OutputShape(Name, inputs[0].Type));
    }

    /// <inheritdoc/>
    public override long Flops(Node y) => y.Shape.Count * (Window.Size - 1);

    // dy goes to the greatest element of its window (the first of equal ones).
    /// <inheritdoc/>
    public override Node Gradient(Node y, Node dy, int input) => Node.Apply(new MaxPoolGradient(Window), y.Inputs[0], dy);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) => IFloatKernel.Evaluate(this, inputs, y);

    unsafe void IFloatKernel.Run<T>(ReadOnlySpan<TensorView> inputs, TensorView y) =>
        Pooling.Max(Window.ShapeOf(inputs[0].Shape, y.Shape), inputs[0].Pointer<T>(), y.Pointer<T>());
}

/// <summary>Max pooling.</summary>
public static class MaxPoolExtensions
{
    extension(Node x)
    {
        /// <summary>
        /// The greatest element of each window of x (batch, channels, 1 to 3 spatial dimensions), as torch.nn.functional.max_pool1d, 2d and
        /// 3d. Lists have one number for all spatial dimensions or one for each; the strides are the kernel's extents by default.
        /// </summary>
        /// <exception cref="ShapeException">The window does not fit.</exception>
        public Node MaxPool(
            IntList kernel, IntList? strides = null, IntList? padding = null, IntList? dilations = null, bool ceilMode = false) =>
            Node.Apply(new MaxPool(PoolWindow.Create("max_pool", x, kernel, strides, padding, dilations, ceilMode)), x);

        /// <summary>
        /// Where <see cref="MaxPool(Node, IntList, IntList?, IntList?, IntList?, bool)"/> finds its elements: int64 positions within the
        /// flattened spatial dimensions.
        /// </summary>
        public Node MaxPoolIndices(
            IntList kernel, IntList? strides = null, IntList? padding = null, IntList? dilations = null, bool ceilMode = false) =>
            Node.Apply(new MaxPoolIndices(PoolWindow.Create("max_pool", x, kernel, strides, padding, dilations, ceilMode)), x);

        /// <summary>
        /// A partial inverse of max pooling, as torch.nn.functional.max_unpool: zeros of spatial extents <paramref name="sizes"/> with the
        /// elements of x at the positions that <see cref="MaxPoolIndices(Node, IntList, IntList?, IntList?, IntList?, bool)"/> gave.
        /// </summary>
        /// <exception cref="ShapeException">The indices have another shape than x.</exception>
        public Node MaxUnpool(Node indices, IntList sizes)
        {
            if (!x.Shape.Equals(indices.Shape) || sizes.Count != x.Rank - 2)
            {
                throw new ShapeException(
                    $"max_unpool: expected indices of the shape of {x.Type} and one size for each spatial dimension, got "
                    + $"{indices.Type} and {sizes}" + GraphTrace.DescribePlace());
            }
            Shape result = [x.Shape[0], x.Shape[1], .. sizes];
            return Node.Zeros(result, x.DType).Flatten(2).Scatter(2, indices.Flatten(2), x.Flatten(2)).Reshape(result);
        }
    }
}
