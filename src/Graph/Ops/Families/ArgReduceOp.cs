using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>The position (int64) of an extreme element along an axis: the first of equal ones; a NaN counts as the extreme.</summary>
/// <param name="Axis">The axis, from 0.</param>
/// <param name="KeepDims">Whether it stays as an extent of 1.</param>
public abstract record ArgReduceOp(int Axis, bool KeepDims) : Op
{
    /// <summary>Whether the greatest is looked for.</summary>
    public abstract bool Greatest { get; }

    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 1);
        Node x = inputs[0];
        if (!x.DType.IsComputeFloat && !x.DType.IsInteger)
        {
            throw new ShapeException($"{Name}: not defined for {x.Type}; cast it first");
        }
        if (!x.Shape.HasAxisOrIsScalar(Axis))
        {
            throw new ShapeException($"{Name}: axis {Axis} is out of range for {x.Type}");
        }
        if (x.Rank > 0 && x.Shape[Axis] == 0)
        {
            throw new ShapeException($"{Name}: {x.Type} has no elements along axis {Axis}");
        }
        return new TensorType(DType.Int64, x.Shape.Reduce(new Axes(1u << Axis), KeepDims));
    }

    // Combining n elements takes n − 1 operations.
    /// <inheritdoc/>
    public override long Flops(Node y) => y.Inputs[0].DType.IsFloat ? Math.Max(0, y.Inputs[0].Shape.Count - y.Shape.Count) : 0;

    // A position has no gradient.
    /// <inheritdoc/>
    public override Node? Gradient(Node y, Node dy, int input) => null;

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) =>
        DTypes.Dispatch(inputs[0].DType, new Evaluation(inputs[0], y, Axis, Greatest));

    // The op's name says what it looks for.
    /// <inheritdoc/>
    protected override bool PrintMembers(System.Text.StringBuilder builder)
    {
        builder.Append(System.Globalization.CultureInfo.InvariantCulture, $"Axis = {Axis}, KeepDims = {KeepDims}");
        return true;
    }

    private readonly struct Evaluation(TensorView x, TensorView y, int axis, bool greatest) : ITypedAction
    {
        public unsafe void Invoke<T>() where T : unmanaged, System.Numerics.INumber<T>
        {
            // A scalar is a vector of one element.
            bool isScalar = x.Extents.Length == 0;
            ReadOnlySpan<int> extents = isScalar ? [1] : x.Extents;
            ReadOnlySpan<long> strides = isScalar ? [1] : x.Strides;
            ArgReduce.Run(extents, x.Pointer<T>(), strides, axis, greatest, y.Pointer<long>());
        }
    }
}
