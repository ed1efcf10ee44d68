using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>
/// The gradient of the sums of windows with respect to the input: each element gets the dy of all windows that it belongs to.
/// </summary>
/// <param name="Window">The window of the pooling.</param>
/// <param name="InputShape">The shape of the pooling's input.</param>
public sealed record SumPoolGradient(PoolWindow Window, Shape InputShape) : Op, IFloatKernel
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 1);
        Node dy = inputs[0];
        Shape pooled = Window.OutputShape(Name, new TensorType(dy.DType, InputShape));
        return dy.Shape.Equals(pooled)
            ? new TensorType(dy.DType, InputShape)
            : throw new ShapeException($"{Name}: the gradient of pooling {InputShape} must have the shape {pooled}, got {dy.Type}");
    }

    /// <inheritdoc/>
    public override long Flops(Node y) => y.Inputs[0].Shape.Count * Window.Size;

    // dx is linear in dy; its transpose sums windows again.
    /// <inheritdoc/>
    public override Node Gradient(Node y, Node dy, int input) => Node.Apply(new SumPool(Window), dy);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) => IFloatKernel.Evaluate(this, inputs, y);

    unsafe void IFloatKernel.Run<T>(ReadOnlySpan<TensorView> inputs, TensorView y) =>
        Pooling.SumGradient(Window.ShapeOf(y.Shape, inputs[0].Shape), inputs[0].Pointer<T>(), y.Pointer<T>());
}
