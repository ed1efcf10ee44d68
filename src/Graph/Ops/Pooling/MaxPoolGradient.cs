using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>
/// The gradient of max pooling with respect to its input x, given x and dy: each element gets the dy of the windows whose greatest it is.
/// </summary>
/// <param name="Window">The window of the pooling.</param>
public sealed record MaxPoolGradient(PoolWindow Window) : Op, IFloatKernel
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 2);
        Node x = inputs[0], dy = inputs[1];
        var pooled = new TensorType(x.DType, Window.OutputShape(Name, x.Type));
        return dy.Type == pooled
            ? x.Type
            : throw new ShapeException($"{Name}: the gradient of max pooling {x.Type} must be {pooled}, got {dy.Type}");
    }

    // The greatest element of each window is found again, and dy added to its place.
    /// <inheritdoc/>
    public override long Flops(Node y) => y.Inputs[1].Shape.Count * Window.Size;

    // dx is linear in dy: its transpose picks g where the windows have their greatest elements. In x it is constant almost everywhere.
    /// <inheritdoc/>
    public override Node? Gradient(Node y, Node dy, int input) =>
        input == 0 ? null : Node.Apply(new MaxPoolGather(Window), y.Inputs[0], dy);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) => IFloatKernel.Evaluate(this, inputs, y);

    unsafe void IFloatKernel.Run<T>(ReadOnlySpan<TensorView> inputs, TensorView y) =>
        Pooling.MaxGradient(Window.ShapeOf(inputs[0].Shape, inputs[1].Shape),
            inputs[0].Pointer<T>(), inputs[1].Pointer<T>(), y.Pointer<T>());
}
