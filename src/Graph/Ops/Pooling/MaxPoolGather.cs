using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>
/// For each window over x the element of another tensor of its shape at which x has its greatest element: the transpose of
/// <see cref="MaxPoolGradient"/>.
/// </summary>
/// <param name="Window">The window.</param>
public sealed record MaxPoolGather(PoolWindow Window) : Op, IFloatKernel
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 2);
        Node x = inputs[0], values = inputs[1];
        return values.Type == x.Type
            ? new TensorType(x.DType, Window.OutputShape(Name, x.Type))
            : throw new ShapeException($"{Name}: expected two tensors of one type, got {x.Type} and {values.Type}");
    }

    // Linear in the values, constant almost everywhere in x.
    /// <inheritdoc/>
    public override Node? Gradient(Node y, Node dy, int input) =>
        input == 0 ? null : Node.Apply(new MaxPoolGradient(Window), y.Inputs[0], dy);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) => IFloatKernel.Evaluate(this, inputs, y);

    unsafe void IFloatKernel.Run<T>(ReadOnlySpan<TensorView> inputs, TensorView y) =>
        Pooling.MaxGather(Window.ShapeOf(inputs[0].Shape, y.Shape), inputs[0].Pointer<T>(), inputs[1].Pointer<T>(), y.Pointer<T>());
}
