using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>
/// Convolution as neural networks mean it (cross-correlation): y[n,o,p] = Σ over c and k of x[n,c,p·stride + k·dilation − pad] · w[o,c,k],
/// for x of shape (batch, channels, spatial…) and w of shape (outputs, channels / groups, kernel…); 1, 2 or 3 spatial dimensions.
/// </summary>
/// <param name="Window">Stride, padding, dilation, groups.</param>
public sealed record Conv(ConvWindow Window) : Op, IFloatKernel
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 2);
        Node x = inputs[0], w = inputs[1];
        if (x.DType != w.DType || !x.DType.IsComputeFloat)
        {
            throw new ShapeException(
                $"{Name}: expected input and weight of one type, f32 or f64, got {x.Type} and {w.Type}; cast the input, or convert a new "
                + $"model with To(DType.…)");
        }
        if (x.Rank is < 3 or > 5 || w.Rank != x.Rank)
        {
            throw new ShapeException(
                $"{Name}: expected an input (batch, channels, 1 to 3 spatial dimensions) and a weight of as many dimensions, got {x.Type} "
                + $"and {w.Type}");
        }
        int groups = Window.Groups;
        if (groups < 1 || x.Shape[1] % groups != 0 || w.Shape[0] % groups != 0)
        {
            throw new ShapeException(
                $"{Name}: groups {groups} must divide the {x.Shape[1]} input channels and the {w.Shape[0]} output channels of {x.Type} "
                + $"and {w.Type}");
        }
        if (w.Shape[1] != x.Shape[1] / groups)
        {
            throw new ShapeException(
                $"{Name}: the weight {w.Type} is for {(long)w.Shape[1] * groups} input "
                + $"channels{(groups > 1 ? $" in {groups} groups" : "")}, but the input {x.Type} has {x.Shape[1]}");
        }
        return new TensorType(x.DType, [x.Shape[0], w.Shape[0], .. Window.OutputExtents(Name, x.Shape.Extents[2..], w.Shape.Extents[2..])]);
    }

    // Each result is a sum over the channels of its group and the elements of the kernel; those that meet padding count too.
    /// <inheritdoc/>
    public override long Flops(Node y) => 2 * y.Shape.Count * (y.Inputs[1].Shape.Count / Math.Max(1, y.Inputs[1].Shape[0]));

    // y is linear in x and in w: each gradient is the transpose of the linear map.
    /// <inheritdoc/>
    public override Node Gradient(Node y, Node dy, int input) => input == 0
        ? Node.Apply(new ConvInputGradient(Window, y.Inputs[0].Shape), dy, y.Inputs[1])
        : Node.Apply(new ConvWeightGradient(Window, y.Inputs[1].Shape), y.Inputs[0], dy);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) => IFloatKernel.Evaluate(this, inputs, y);

    unsafe void IFloatKernel.Run<T>(ReadOnlySpan<TensorView> inputs, TensorView y) =>
        Convolution.Forward(Window.ShapeOf(inputs[0].Shape, inputs[1].Shape, y.Shape),
            inputs[0].Pointer<T>(), inputs[1].Pointer<T>(), y.Pointer<T>());
}

/// <summary>Convolutions.</summary>
public static class ConvExtensions
{
    extension(Node x)
    {
        /// <summary>
        /// Convolution of x (batch, channels, spatial…) with a weight (outputs, channels / groups, kernel…) and a bias (outputs), as
        /// torch.nn.functional.conv1d, conv2d and conv3d. Lists have one number for all spatial dimensions or one for each.
        /// </summary>
        /// <exception cref="ShapeException">Channels, groups, kernel or bias do not fit.</exception>
        public Node Conv(
            Node weight, Node? bias = null, IntList? strides = null, IntList? padding = null, IntList? dilations = null, int groups = 1) =>
            x.Conv(weight, ConvWindow.Create(Math.Max(0, x.Rank - 2), strides, padding, dilations, groups), bias);

        /// <summary>Convolution with a window that may pad differently before and after.</summary>
        public Node Conv(Node weight, ConvWindow window, Node? bias = null) =>
            AddChannelBias(Node.Apply(new Conv(window), x, weight), bias);
    }

    /// <summary>y plus one number per channel (dimension 1).</summary>
    internal static Node AddChannelBias(Node y, Node? bias)
    {
        if (bias is null)
        {
            return y;
        }
        return bias.Rank == 1 && bias.Shape[0] == y.Shape[1]
            ? y + bias.Reshape([y.Shape[1], .. Enumerable.Repeat(1, y.Rank - 2)])
            : throw new ShapeException($"conv: expected a bias of {y.Shape[1]} numbers, one per output channel of {y.Type}, got {bias.Type}"
                + GraphTrace.DescribePlace());
    }
}
