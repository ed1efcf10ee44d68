using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>
/// (x − mean) / √(variance + ε), where mean and biased variance are those of each channel (dimension 1) over the whole batch, then, both
/// or neither, times weight (input 1) plus bias (input 2) per channel: batch normalisation in training.
/// </summary>
/// <param name="Epsilon">ε.</param>
internal sealed record BatchNormOfBatch(double Epsilon) : CompositeOp, IFloatKernel
{
    private static readonly string[] Names = ["weight", "bias"];

    /// <summary>Mean and biased variance of each channel, with the other dimensions kept as 1.</summary>
    public static (Node Mean, Node Variance) Moments(Node x)
    {
        Axes axes = ChannelForms.AllButChannels(x.Rank);
        return (Node.Apply(new Mean(axes, KeepDims: true), x), Node.Apply(new Variance(axes, KeepDims: true, Unbiased: false), x));
    }

    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        if (inputs.Length is not (1 or 3))
        {
            throw new ShapeException($"batch_norm: expected x and perhaps weight and bias, got {inputs.Length} inputs");
        }
        NumberRules.NotNegative("batch_norm", "epsilon", Epsilon, inputs[0].DType);
        Node x = inputs[0];
        ChannelForms.Check("batch_norm", x, inputs[1..], Names);
        return x.Shape[1] == 0 || x.Shape.Count != x.Shape[1]
            ? x.Type
            : throw new ShapeException($"batch_norm: expected more than 1 value per channel when training, got {x.Type}");
    }

    // The mean is subtracted first: x · scale + shift would cancel where the mean is large against the deviation.
    /// <inheritdoc/>
    public override Node Expand(ReadOnlySpan<Node> inputs)
    {
        Node x = inputs[0];
        (Node mean, Node variance) = Moments(x);
        Node y = (x - mean) * Scale(inputs, (variance + Epsilon).Rsqrt());
        return inputs.Length == 3 ? y + inputs[2].PerChannel(x.Rank) : y;
    }

    // With r = (variance + ε)^(−½), c = x − mean and means over the batch: dx = weight·r (dy − mean(dy) − c r² mean(dy c)),
    // dweight = r Σ(dy c), dbias = Σdy. The factor comes last, so that nothing as large as x is stored in between.
    /// <inheritdoc/>
    public override Node?[] Gradients(Node y, Node dy, ReadOnlySpan<bool> wanted)
    {
        Node x = y.Inputs[0];
        (Node mean, Node variance) = Moments(x);
        var sum = new Sum(ChannelForms.AllButChannels(x.Rank), KeepDims: true);
        Node reciprocal = (variance + Epsilon).Rsqrt(), centred = x - mean;
        Node total = Node.Apply(sum, dy), product = Node.Apply(sum, dy * centred);
        double count = (double)x.Shape.Count / x.Shape[1];
        Node?[] all =
        [
            wanted[0] ? (dy - total / count - centred * (reciprocal.Square() * product / count)) * Scale(y.Inputs, reciprocal) : null,
            (reciprocal * product).Reshape(x.Shape[1]),
            total.Reshape(x.Shape[1]),
        ];
        return all[..wanted.Length];
    }

    /// <inheritdoc/>
    public override bool HasKernel(ReadOnlySpan<Node> inputs) => inputs[0].Rank > 2 && inputs[0].Shape.Count > 0;

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) => IFloatKernel.Evaluate(this, inputs, y);

    unsafe void IFloatKernel.Run<T>(ReadOnlySpan<TensorView> inputs, TensorView y)
    {
        T* weight = inputs.Length == 3 ? inputs[1].Pointer<T>() : null, bias = inputs.Length == 3 ? inputs[2].Pointer<T>() : null;
        ChannelNormRows.RunOfBatch(y.Shape[0], y.Shape[1], y.Shape.Count / ((long)y.Shape[0] * y.Shape[1]), inputs[0].Pointer<T>(), weight,
            bias, Epsilon, y.Pointer<T>());
    }

    private static Node Scale(ReadOnlySpan<Node> inputs, Node reciprocal) =>
        inputs.Length == 3 ? inputs[1].PerChannel(inputs[0].Rank) * reciprocal : reciprocal;
}
