using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>
/// The gradient of a convolution with respect to its input, given dy and the weight: dx[n,c,i] = Σ over o and k, where p·stride +
/// k·dilation − pad = i, of dy[n,o,p] · w[o,c,k]. It is also what transposed convolution means.
/// </summary>
/// <param name="Window">The window of the convolution.</param>
/// <param name="InputShape">The shape of the convolution's input, which several shapes of dy share when the stride is above 1.</param>
public sealed record ConvInputGradient(ConvWindow Window, Shape InputShape) : Op, IFloatKernel
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 2);
        Node dy = inputs[0], w = inputs[1];
        if (dy.DType != w.DType || !dy.DType.IsComputeFloat || dy.Rank != InputShape.Rank || w.Rank != InputShape.Rank || w.Rank < 3)
        {
            throw new ShapeException(
                $"{Name}: expected a gradient and a weight of f32 or f64 with {InputShape.Rank} dimensions as the input {InputShape}, got "
                + $"{dy.Type} and {w.Type}");
        }
        int groups = Window.Groups;
        if (groups < 1 || w.Shape[0] % groups != 0 || dy.Shape[0] != InputShape[0] || dy.Shape[1] != w.Shape[0]
            || InputShape[1] != (long)w.Shape[1] * groups)
        {
            throw new ShapeException(
                $"{Name}: {dy.Type} and the weight {w.Type} in {groups} group{(groups == 1 ? "" : "s")} do not belong to a convolution of "
                + $"{InputShape}");
        }
        if (!Window.OutputExtents(Name, InputShape.Extents[2..], w.Shape.Extents[2..]).AsSpan().SequenceEqual(dy.Shape.Extents[2..]))
        {
            throw new ShapeException($"{Name}: a convolution of {InputShape} with the weight {w.Type} does not give {dy.Type}");
        }
        return new TensorType(dy.DType, InputShape);
    }

    // As many as the convolution itself.
    /// <inheritdoc/>
    public override long Flops(Node y) => 2 * y.Inputs[0].Shape.Count * (y.Inputs[1].Shape.Count / Math.Max(1, y.Inputs[1].Shape[0]));

    // dx is linear in dy and in w; with g the gradient of dx: ddy = conv(g, w), dw = weight gradient of (g, dy).
    /// <inheritdoc/>
    public override Node Gradient(Node y, Node dy, int input) => input == 0
        ? Node.Apply(new Conv(Window), dy, y.Inputs[1])
        : Node.Apply(new ConvWeightGradient(Window, y.Inputs[1].Shape), dy, y.Inputs[0]);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) => IFloatKernel.Evaluate(this, inputs, y);

    unsafe void IFloatKernel.Run<T>(ReadOnlySpan<TensorView> inputs, TensorView y) =>
        Convolution.InputGradient(Window.ShapeOf(y.Shape, inputs[1].Shape, inputs[0].Shape),
            inputs[0].Pointer<T>(), inputs[1].Pointer<T>(), y.Pointer<T>());
}

/// <summary>Transposed convolutions.</summary>
public static class ConvTransposeExtensions
{
    extension(Node x)
    {
        /// <summary>
        /// Transposed convolution of x (batch, channels, spatial…) with a weight (channels, outputs / groups, kernel…) and a bias
        /// (outputs), as torch.nn.functional.conv_transpose1d, 2d and 3d: each spatial extent becomes (extent − 1)·stride − 2·padding +
        /// dilation·(kernel − 1) + outputPadding + 1.
        /// </summary>
        /// <exception cref="ShapeException">Channels, groups, kernel, bias or output padding do not fit.</exception>
        public Node ConvTranspose(
            Node weight, Node? bias = null, IntList? strides = null, IntList? padding = null, IntList? outputPadding = null,
                IntList? dilations = null, int groups = 1)
        {
            int rank = x.Rank - 2;
            if (rank is < 1 or > 3 || weight.Rank != x.Rank || weight.Shape[0] != x.Shape[1])
            {
                throw new ShapeException(
                    $"conv_transpose: expected an input (batch, channels, 1 to 3 spatial dimensions) and a weight (channels, outputs / "
                    + $"groups, kernel…), got {x.Type} and {weight.Type}" + GraphTrace.DescribePlace());
            }
            ConvWindow window = ConvWindow.Create(rank, strides, padding, dilations, groups);
            IntList extra = ConvWindow.Create(rank, padding: outputPadding).PadsBefore;
            int[] extents = new int[rank], beyond = new int[rank], after = new int[rank];
            for (int i = 0; i < rank; i++)
            {
                int stride = window.Strides[i], dilation = window.Dilations[i];
                if (stride < 1 || dilation < 1 || extra[i] < 0 || (extra[i] > 0 && extra[i] >= Math.Max(stride, dilation)))
                {
                    throw new ShapeException(
                        $"conv_transpose: output padding {extra[i]} along spatial dimension {i} must not be negative and be smaller than "
                        + $"the stride {stride} or the dilation {dilation}" + GraphTrace.DescribePlace());
                }
                // Output padding takes back what padding cut off; what lies a whole stride beyond the last window is reached by none.
                after[i] = Math.Max(0, window.PadsBefore[i] - extra[i]);
                beyond[i] = Math.Max(0, extra[i] - window.PadsBefore[i] + after[i] - (stride - 1));
                long extent = ((x.Shape[i + 2] - 1L) * stride) - (2L * window.PadsBefore[i])
                    + ConvWindow.Reach(weight.Shape[i + 2], dilation) + extra[i] - beyond[i];
                extents[i] = extent is >= 1 and <= int.MaxValue
                    ? (int)extent
                    : throw new ShapeException(
                    $"conv_transpose: spatial dimension {i} of {x.Type} with the weight {weight.Type} would have {extent} elements"
                    + GraphTrace.DescribePlace());
            }
            Shape result = [x.Shape[0], Extents.Of((long)weight.Shape[1] * groups, "conv_transpose"), .. extents];
            Node y = Node.Apply(new ConvInputGradient(window with { PadsAfter = IntList.Create(after) }, result), x, weight);
            return ConvExtensions.AddChannelBias(y.Pad(IntList.Repeat(0, x.Rank), [0, 0, .. beyond]), bias);
        }
    }
}
