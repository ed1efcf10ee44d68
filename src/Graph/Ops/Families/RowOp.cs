namespace NeuralJit;

/// <summary>A composite that normalises along one axis and has a kernel for rows that lie one after the other.</summary>
/// <param name="Axis">The axis, from 0.</param>
public abstract record RowOp(int Axis) : CompositeOp, IFloatKernel
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 1);
        Node x = inputs[0];
        if (!x.DType.IsComputeFloat)
        {
            throw new ShapeException($"{Name}: expected f32 or f64, got {x.Type}; cast it first");
        }
        return x.Shape.HasAxisOrIsScalar(Axis)
            ? x.Type
            : throw new ShapeException($"{Name}: axis {Axis} is out of range for {x.Type}");
    }

    /// <inheritdoc/>
    public override bool HasKernel(ReadOnlySpan<Node> inputs) => Axis == inputs[0].Rank - 1;

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) => IFloatKernel.Evaluate(this, inputs, y);

    void IFloatKernel.Run<T>(ReadOnlySpan<TensorView> inputs, TensorView y)
    {
        int columns = y.Shape[Axis], rows = columns == 0 ? 0 : (int)(y.Shape.Count / columns);
        Run<T>(rows, columns, inputs[0], y);
    }

    /// <summary>Computes dense rows.</summary>
    private protected abstract void Run<T>(int rows, int columns, TensorView x, TensorView y)
        where T : unmanaged, System.Numerics.INumber<T>;
}
