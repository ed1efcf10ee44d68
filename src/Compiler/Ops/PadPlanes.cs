using NeuralJit.Kernels;

namespace NeuralJit.Compilation;

/// <summary>
/// The input of a convolution as planes (see <see cref="PlaneLayout"/>), one flat row of memory: input 0 is (batch, channels, spatial…),
/// dense along its spatial dimensions, input 1 the table of lines. After the planes there is room that kernels may read but never use.
/// </summary>
/// <param name="Plane">Elements of a plane.</param>
internal sealed record PadPlanes(long Plane) : CompilerOp
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 2);
        return TypeOf(inputs[0].Type);
    }

    /// <summary>The type of the planes of an input.</summary>
    internal TensorType TypeOf(TensorType x) => new(x.DType, [checked((int)((long)x.Shape[0] * x.Shape[1] * Plane) + PlaneLayout.Slack)]);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y)
    {
        if (y.DType == DType.Float32)
        {
            Run<float>(inputs[0], inputs[1], y);
        }
        else
        {
            Run<double>(inputs[0], inputs[1], y);
        }
    }

    private unsafe void Run<T>(TensorView x, TensorView lines, TensorView y) where T : unmanaged =>
        PlaneCopy.Run(x.Shape[0], x.Shape[1], x.Pointer<T>(), x.Strides[0], x.Strides[1], lines.Pointer<long>(), lines.Shape[0],
            y.Pointer<T>(), Plane);
}
