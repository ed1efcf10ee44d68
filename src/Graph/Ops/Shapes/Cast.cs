using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>
/// The same values as another element type. Floats become integers by truncation and saturate; NaN becomes 0; bool is x ≠ 0.
/// </summary>
/// <param name="Target">The new element type.</param>
public sealed record Cast(DType Target) : Op
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 1);
        return new TensorType(Target, inputs[0].Shape);
    }

    // Between floats the gradient is cast back; integers have none.
    /// <inheritdoc/>
    public override Node? Gradient(Node y, Node dy, int input) => dy.DType.IsFloat ? dy.Cast(y.Inputs[0].DType) : null;

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) =>
        DTypes.DispatchStorage(inputs[0].DType, new FromAction(inputs[0], y));

    private readonly struct FromAction(TensorView x, TensorView y) : IStorageAction
    {
        public void Invoke<TFrom>() where TFrom : unmanaged => DTypes.DispatchStorage(y.DType, new ToAction<TFrom>(x, y));
    }

    private readonly struct ToAction<TFrom>(TensorView x, TensorView y) : IStorageAction
        where TFrom : unmanaged
    {
        public unsafe void Invoke<TTo>() where TTo : unmanaged =>
            Kernels.Cast.Run<TFrom, TTo>(y.Extents, x.Pointer<TFrom>(), x.Strides, y.Pointer<TTo>());
    }
}

/// <summary>Changing the element type.</summary>
public static class CastExtensions
{
    extension(Node x)
    {
        /// <summary>
        /// x with another element type. Floats become integers by truncation towards zero and saturate, NaN becomes 0; bool is x ≠ 0.
        /// </summary>
        public Node Cast(DType dtype) => x.DType == dtype ? x : Node.Apply(new Cast(dtype), x);
    }
}
