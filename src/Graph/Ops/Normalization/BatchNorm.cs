using NeuralJit.Kernels;

namespace NeuralJit;

// The layers of NeuralJit.NN are what users write; the op is an implementation of theirs.
/// <summary>
/// (x − mean) / √(variance + ε) · weight + bias with one number per channel (dimension 1) each: Ioffe and Szegedy 2015. Inputs: x, mean,
/// variance and, both or neither, weight and bias.
/// </summary>
/// <param name="Epsilon">ε.</param>
internal sealed record BatchNorm(double Epsilon) : CompositeOp, IFloatKernel
{
    private static readonly string[] Names = ["mean", "variance", "weight", "bias"];

    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        if (inputs.Length is not (3 or 5))
        {
            throw new ShapeException($"{Name}: expected x, mean, variance and perhaps weight and bias, got {inputs.Length} inputs");
        }
        NumberRules.NotNegative(Name, "epsilon", Epsilon, inputs[0].DType);
        ChannelForms.Check(Name, inputs[0], inputs[1..], Names);
        return inputs[0].Type;
    }

    // The mean is subtracted first: x · scale + shift would cancel where the mean is large against the deviation.
    /// <inheritdoc/>
    public override Node Expand(ReadOnlySpan<Node> inputs)
    {
        Node x = inputs[0];
        Node y = (x - inputs[1].PerChannel(x.Rank)) * Scale(inputs).PerChannel(x.Rank);
        return inputs.Length == 5 ? y + inputs[4].PerChannel(x.Rank) : y;
    }

    // With r = (variance + ε)^(−½), scale = weight·r and c = x − mean:
    // dx = scale dy, dmean = −scale Σdy, dvariance = −½ scale r² Σ(dy c), dweight = r Σ(dy c), dbias = Σdy.
    /// <inheritdoc/>
    public override Node?[] Gradients(Node y, Node dy, ReadOnlySpan<bool> wanted)
    {
        Node x = y.Inputs[0], scale = Scale(y.Inputs);
        Node?[] result = new Node?[wanted.Length];
        result[0] = wanted[0] ? dy * scale.PerChannel(x.Rank) : null;
        if (wanted[1..].Contains(true))
        {
            Node reciprocal = Reciprocal(y.Inputs), sum = dy.SumToChannels();
            Node product = (dy * (x - y.Inputs[1].PerChannel(x.Rank))).SumToChannels();
            Node[] others = [-(scale * sum), scale * reciprocal.Square() * product * -0.5, reciprocal * product, sum];
            for (int i = 1; i < wanted.Length; i++)
            {
                result[i] = wanted[i] ? others[i - 1] : null;
            }
        }
        return result;
    }

    /// <inheritdoc/>
    public override bool HasKernel(ReadOnlySpan<Node> inputs) => inputs[0].Rank > 2;

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) => IFloatKernel.Evaluate(this, inputs, y);

    unsafe void IFloatKernel.Run<T>(ReadOnlySpan<TensorView> inputs, TensorView y)
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
        public Node BatchNorm(Node mean, Node variance, Node? weight = null, Node? bias = null, double epsilon = 1e-5)
        {
            return (weight, bias) switch
            {
                (null, null) => Node.Apply(new BatchNorm(epsilon), x, mean, variance),
                (not null, not null) => Node.Apply(new BatchNorm(epsilon), x, mean, variance, weight, bias),
                (not null, null) => Node.Apply(new BatchNorm(epsilon), x, mean, variance, weight, weight.FilledLike(0)),
                (null, not null) => Node.Apply(new BatchNorm(epsilon), x, mean, variance, bias.FilledLike(1), bias),
            };
        }

        /// <summary>
        /// The same with the statistics of x itself over everything but the channels, as in training. Mean and (biased) variance are given
        /// back, for running averages.
        /// </summary>
        /// <exception cref="ShapeException">A vector has not one number per channel, or there is at most one value per channel.</exception>
        public (Node Value, Node Mean, Node Variance) BatchNormOfBatch(Node? weight = null, Node? bias = null, double epsilon = 1e-5)
        {
            var op = new BatchNormOfBatch(epsilon);
            Node y = (weight, bias) switch
            {
                (null, null) => Node.Apply(op, x),
                (not null, not null) => Node.Apply(op, x, weight, bias),
                (not null, null) => Node.Apply(op, x, weight, weight.FilledLike(0)),
                (null, not null) => Node.Apply(op, x, bias.FilledLike(1), bias),
            };
            (Node mean, Node variance) = NeuralJit.BatchNormOfBatch.Moments(x);
            return (y, mean.Reshape(x.Shape[1]), variance.Reshape(x.Shape[1]));
        }
    }
}
