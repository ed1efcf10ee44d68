using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>The sum of each window; padding counts as 0.</summary>
/// <param name="Window">The window.</param>
public sealed record SumPool(PoolWindow Window) : Op, IFloatKernel
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 1);
        return new TensorType(inputs[0].DType, Window.OutputShape(Name, inputs[0].Type));
    }

    /// <inheritdoc/>
    public override long Flops(Node y) => y.Shape.Count * (Window.Size - 1);

    // dy goes to every element of its window.
    /// <inheritdoc/>
    public override Node Gradient(Node y, Node dy, int input) => Node.Apply(new SumPoolGradient(Window, y.Inputs[0].Shape), dy);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) => IFloatKernel.Evaluate(this, inputs, y);

    unsafe void IFloatKernel.Run<T>(ReadOnlySpan<TensorView> inputs, TensorView y) =>
        Pooling.Sum(Window.ShapeOf(inputs[0].Shape, y.Shape), inputs[0].Pointer<T>(), y.Pointer<T>());
}
