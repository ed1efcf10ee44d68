using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>
/// The gradient of a convolution with respect to its weight, given the input and dy:
/// dw[o,c,k] = Σ over n and p of x[n,c,p·stride + k·dilation − pad] · dy[n,o,p].
/// </summary>
/// <param name="Window">The window of the convolution.</param>
/// <param name="WeightShape">The shape of the convolution's weight.</param>
public sealed record ConvWeightGradient(ConvWindow Window, Shape WeightShape) : Op, IFloatKernel
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 2);
        Node x = inputs[0], dy = inputs[1];
        if (x.DType != dy.DType || !x.DType.IsComputeFloat || x.Rank != WeightShape.Rank || dy.Rank != WeightShape.Rank || x.Rank < 3)
        {
            throw new ShapeException(
                $"{Name}: expected an input and a gradient of f32 or f64 with {WeightShape.Rank} dimensions as the weight {WeightShape}, "
                + $"got {x.Type} and {dy.Type}");
        }
        int groups = Window.Groups;
        if (groups < 1 || WeightShape[0] % groups != 0 || x.Shape[0] != dy.Shape[0] || dy.Shape[1] != WeightShape[0]
            || x.Shape[1] != (long)WeightShape[1] * groups)
        {
            throw new ShapeException(
                $"{Name}: {x.Type} and {dy.Type} in {groups} group{(groups == 1 ? "" : "s")} do not belong to a convolution with a weight "
                + $"{WeightShape}");
        }
        if (!Window.OutputExtents(Name, x.Shape.Extents[2..], WeightShape.Extents[2..]).AsSpan().SequenceEqual(dy.Shape.Extents[2..]))
        {
            throw new ShapeException($"{Name}: a convolution of {x.Type} with a weight {WeightShape} does not give {dy.Type}");
        }
        return new TensorType(x.DType, WeightShape);
    }

    // As many as the convolution itself.
    /// <inheritdoc/>
    public override long Flops(Node y) => 2 * y.Inputs[1].Shape.Count * (WeightShape.Count / Math.Max(1, WeightShape[0]));

    // dw is linear in x and in dy; with g the gradient of dw: dx = input gradient of (dy, g), ddy = conv(x, g).
    /// <inheritdoc/>
    public override Node Gradient(Node y, Node dy, int input) => input == 0
        ? Node.Apply(new ConvInputGradient(Window, y.Inputs[0].Shape), y.Inputs[1], dy)
        : Node.Apply(new Conv(Window), y.Inputs[0], dy);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) => IFloatKernel.Evaluate(this, inputs, y);

    unsafe void IFloatKernel.Run<T>(ReadOnlySpan<TensorView> inputs, TensorView y) =>
        Convolution.WeightGradient(Window.ShapeOf(inputs[0].Shape, y.Shape, inputs[1].Shape),
            inputs[0].Pointer<T>(), inputs[1].Pointer<T>(), y.Pointer<T>());
}
