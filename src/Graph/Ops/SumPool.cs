using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>The sum of each window; padding counts as 0.</summary>
/// <param name="Window">The window.</param>
public sealed record SumPool(PoolWindow Window) : Op
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
    public override unsafe void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y)
    {
        using var dense = new DenseViews(inputs);
        TensorView x = dense.Views[0];
        PoolShape shape = Window.ShapeOf(x.Shape, y.Shape);
        if (y.DType == DType.Float32)
        {
            Pooling.Sum(shape, x.Pointer<float>(), y.Pointer<float>());
        }
        else
        {
            Pooling.Sum(shape, x.Pointer<double>(), y.Pointer<double>());
        }
    }
}
