using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>The sums of columns over the windows that an element belongs to: the transpose of <see cref="Unfold"/>.</summary>
/// <param name="Window">The window.</param>
/// <param name="Shape">The shape of the result.</param>
internal sealed record Fold(PoolWindow Window, Shape Shape) : Op, IFloatKernel
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 1);
        var result = new TensorType(inputs[0].DType, Shape);
        Shape columns = Unfold.ColumnsOf(Window, Window.OutputShape(Name, result));
        return inputs[0].Shape.Equals(columns)
            ? result
            : throw new ShapeException($"{Name}: expected columns {columns} for the result {Shape}, got {inputs[0].Type}");
    }

    // Each column's gradient is the window of dy.
    /// <inheritdoc/>
    public override Node Gradient(Node y, Node dy, int input) => Node.Apply(new Unfold(Window), dy);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) => IFloatKernel.Evaluate(this, inputs, y);

    unsafe void IFloatKernel.Run<T>(ReadOnlySpan<TensorView> inputs, TensorView y)
    {
        Span<int> windows = stackalloc int[Window.Rank];
        Window.CountWindows(y.Shape, windows);
        Pooling.Fold(Window.ShapeOf(y.Shape, windows), inputs[0].Pointer<T>(), y.Pointer<T>());
    }
}
