using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>The gradient of the sums of windows with respect to the input: each element gets the dy of all windows that it belongs to.</summary>
/// <param name="Window">The window of the pooling.</param>
/// <param name="InputShape">The shape of the pooling's input.</param>
public sealed record SumPoolGradient(PoolWindow Window, Shape InputShape) : Op
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
    public override unsafe void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y)
    {
        using var dense = new DenseViews(inputs);
        TensorView dy = dense.Views[0];
        PoolShape shape = Window.ShapeOf(y.Shape, dy.Shape);
        if (y.DType == DType.Float32)
        {
            Pooling.SumGradient(shape, dy.Pointer<float>(), y.Pointer<float>());
        }
        else
        {
            Pooling.SumGradient(shape, dy.Pointer<double>(), y.Pointer<double>());
        }
    }
}
