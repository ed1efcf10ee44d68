using NeuralJit.Kernels;

namespace NeuralJit;

// The layers of NeuralJit.NN are what users write; the op is an implementation of theirs.
/// <summary>
/// (x − mean) / √(variance + ε) · weight + bias with one number per channel (dimension 1) each: Ioffe and Szegedy 2015. Inputs: x, mean,
/// variance and, both or neither, weight and bias.
/// </summary>
/// <param name="Epsilon">ε.</param>
/// <param name="Centred">
/// Whether the mean is subtracted first. Statistics of the batch itself need it when the mean is large against the deviation; without,
/// the form is x · scale + shift, whose scale a convolution before it takes over.
/// </param>
internal sealed record BatchNorm(double Epsilon, bool Centred) : CompositeOp
{
    private static readonly string[] Names = ["mean", "variance", "weight", "bias"];

    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        if (inputs.Length is not (3 or 5))
        {
            throw new ShapeException($"{Name}: expected x, mean, variance and perhaps weight and bias, got {inputs.Length} inputs");
        }
        ChannelForms.Check(Name, inputs[0], inputs[1..], Names);
        return inputs[0].Type;
    }

    /// <inheritdoc/>
    public override Node Expand(ReadOnlySpan<Node> inputs)
    {
        Node x = inputs[0], mean = inputs[1], scale = Scale(inputs);
        if (Centred)
        {
            Node y = (x - mean.PerChannel(x.Rank)) * scale.PerChannel(x.Rank);
            return inputs.Length == 5 ? y + inputs[4].PerChannel(x.Rank) : y;
        }
        Node shift = inputs.Length == 5 ? inputs[4] - mean * scale : -(mean * scale);
        return x * scale.PerChannel(x.Rank) + shift.PerChannel(x.Rank);
    }

    // With r = (variance + ε)^(−½), scale = weight·r and c = x − mean:
    // dx = scale dy, dmean = −scale Σdy, dvariance = −½ scale r² Σ(dy c), dweight = r Σ(dy c), dbias = Σdy.
    // Where mean and variance are those of x, their gradients add −mean(dy) − n·mean(dy n) to dx / scale, with n = c·r.
    /// <inheritdoc/>
    public override Node?[] Gradients(Node y, Node dy, ReadOnlySpan<bool> wanted)
    {
        Node x = y.Inputs[0], scale = Scale(y.Inputs), reciprocal = Reciprocal(y.Inputs);
        Node sum = dy.SumToChannels(), product = (dy * (x - y.Inputs[1].PerChannel(x.Rank))).SumToChannels();
        Node?[] all =
        [
            wanted[0] ? dy * scale.PerChannel(x.Rank) : null,
            wanted[1] ? -(scale * sum) : null,
            wanted[2] ? scale * reciprocal.Square() * product * -0.5 : null,
            reciprocal * product,
            sum,
        ];
        return all[..wanted.Length];
    }

    /// <inheritdoc/>
    public override bool HasKernel(ReadOnlySpan<Node> inputs) => inputs[0].Rank > 2;

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y)
    {
        using var dense = new DenseViews(inputs);
        if (y.DType == DType.Float32)
        {
            Run<float>(dense.Views, y);
        }
        else
        {
            Run<double>(dense.Views, y);
        }
    }

    private unsafe void Run<T>(ReadOnlySpan<TensorView> inputs, TensorView y)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        bool affine = inputs.Length == 5;
        var channel = new ChannelNumbers<T>
        {
            Count = y.Shape[1],
            Mean = inputs[1].Pointer<T>(),
            Variance = inputs[2].Pointer<T>(),
            Weight = affine ? inputs[3].Pointer<T>() : null,
            Bias = affine ? inputs[4].Pointer<T>() : null,
            Epsilon = Epsilon,
        };
        long rows = (long)y.Shape[0] * y.Shape[1];
        ChannelNormRows.Run(rows, rows == 0 ? 0 : y.Shape.Count / rows, inputs[0].Pointer<T>(), channel, y.Pointer<T>());
    }

    private Node Reciprocal(ReadOnlySpan<Node> inputs) => (inputs[2] + Epsilon).Rsqrt();

    private Node Scale(ReadOnlySpan<Node> inputs) => inputs.Length == 5 ? inputs[3] * Reciprocal(inputs) : Reciprocal(inputs);
}

/// <summary>Batch normalisation.</summary>
public static class BatchNormExtensions
{
    extension(Node x)
    {
        /// <summary>
        /// (x − mean) / √(variance + ε) · weight + bias with given statistics, one number per channel (dimension 1) each, as
        /// torch.nn.functional.batch_norm in evaluation. Weight and bias may be missing.
        /// </summary>
        /// <exception cref="ShapeException">A vector has not one number per channel.</exception>
        public Node BatchNorm(Node mean, Node variance, Node? weight = null, Node? bias = null, double epsilon = 1e-5) =>
            Apply(new BatchNorm(epsilon, Centred: false), x, mean, variance, weight, bias);

        /// <summary>
        /// The same with the statistics of x itself over everything but the channels, as in training. Mean and (biased) variance are given back,
        /// for running averages.
        /// </summary>
        /// <exception cref="ShapeException">A vector has not one number per channel, or there is at most one value per channel.</exception>
        public (Node Value, Node Mean, Node Variance) BatchNormOfBatch(Node? weight = null, Node? bias = null, double epsilon = 1e-5)
        {
            ChannelForms.Check("batch_norm", x, [], []);
            if (x.Shape[1] > 0 && x.Shape.Count == x.Shape[1])
            {
                throw new ShapeException($"batch_norm: expected more than 1 value per channel when training, got {x.Type}");
            }
            Axes axes = ChannelForms.AllButChannels(x.Rank);
            // Kept dimensions: the variance and its gradient need the same node.
            Node mean = Node.Apply(new Mean(axes, KeepDims: true), x).Reshape(x.Shape[1]);
            Node variance = Node.Apply(new Variance(axes, Unbiased: false), x);
            return (Apply(new BatchNorm(epsilon, Centred: true), x, mean, variance, weight, bias), mean, variance);
        }
    }

    private static Node Apply(BatchNorm op, Node x, Node mean, Node variance, Node? weight, Node? bias) => (weight, bias) switch
    {
        (null, null) => Node.Apply(op, x, mean, variance),
        (not null, not null) => Node.Apply(op, x, mean, variance, weight, bias),
        (not null, null) => Node.Apply(op, x, mean, variance, weight, weight.FilledLike(0)),
        (null, not null) => Node.Apply(op, x, mean, variance, bias.FilledLike(1), bias),
    };
}
