namespace NeuralJit;

/// <summary>An op that only looks at its input's elements in another arrangement.</summary>
public abstract record ViewOp : Op
{
    /// <summary>
    /// The layout of the result in the memory of an input with layout <paramref name="input"/>, or null if a copy is needed.
    /// </summary>
    public abstract Layout? Map(Layout input, Shape result);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y)
    {
        TensorView x = inputs[0];
        var layout = new Layout(x.Shape, 0, x.Strides);
        if (Map(layout, y.Shape) is { } view)
        {
            StridedCopying.Copy(new TensorView(x.Address, x.DType, view), y);
        }
        else
        {
            StridedCopying.Copy(x, new TensorView(y.Address, y.DType, Layout.Dense(x.Shape)));
        }
    }
}
