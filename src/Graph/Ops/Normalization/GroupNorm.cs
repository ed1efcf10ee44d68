namespace NeuralJit;

// The layer of the same name in NeuralJit.NN is what users write; a public op would make it ambiguous.
/// <summary>
/// (x − mean) / √(variance + ε), where mean and biased variance are those of one group of channels of one sample, then, both or
/// neither, times weight (input 1) plus bias (input 2) per channel: Wu and He 2018.
/// </summary>
/// <param name="Groups">How many groups the channels (dimension 1) form.</param>
/// <param name="Epsilon">ε.</param>
internal sealed record GroupNorm(int Groups, double Epsilon) : CompositeOp
{
    // (batch, groups, channels of a group, everything else): it is normalised over the last two.
    private static readonly Axes Inner = new(0b1100);

    private static readonly string[] Names = ["weight", "bias"];

    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        if (inputs.Length is not (1 or 3))
        {
            throw new ShapeException($"{Name}: expected x and perhaps weight and bias, got {inputs.Length} inputs");
        }
        NumberRules.NotNegative(Name, "epsilon", Epsilon, inputs[0].DType);
        ChannelForms.Check(Name, inputs[0], inputs[1..], Names);
        return Groups >= 1 && inputs[0].Shape[1] % Groups == 0
            ? inputs[0].Type
            : throw new ShapeException($"{Name}: {Groups} groups must divide the {inputs[0].Shape[1]} channels of {inputs[0].Type}");
    }

    /// <inheritdoc/>
    public override Node Expand(ReadOnlySpan<Node> inputs)
    {
        Node y = Normalised(inputs[0]).Value;
        y = inputs.Length == 3 ? y * InGroups(inputs[1]) + InGroups(inputs[2]) : y;
        return y.Reshape(inputs[0].Shape);
    }

    // With n = (x − mean)/σ and g = dy·weight: dx = (g − mean(g) − n mean(g n)) / σ, dweight = Σ dy n, dbias = Σ dy
    /// <inheritdoc/>
    public override Node?[] Gradients(Node y, Node dy, ReadOnlySpan<bool> wanted)
    {
        Node x = y.Inputs[0];
        (Node n, Node reciprocal) = Normalised(x);
        Node grouped = dy.Reshape(n.Shape);
        Node?[] result = new Node?[wanted.Length];
        if (wanted[0])
        {
            Node g = wanted.Length == 3 ? grouped * InGroups(y.Inputs[1]) : grouped;
            result[0] = ((g - MeanOf(g) - n * MeanOf(g * n)) * reciprocal).Reshape(x.Shape);
        }
        for (int i = 1; i < wanted.Length; i++)
        {
            result[i] = wanted[i] ? (i == 1 ? grouped * n : grouped).Sum([0, 3]).Reshape(x.Shape[1]) : null;
        }
        return result;
    }

    private (Node Value, Node Reciprocal) Normalised(Node x)
    {
        int channels = x.Shape[1] / Groups, rest = 1;
        foreach (int extent in x.Shape.Extents[2..])
        {
            rest *= extent;
        }
        Node grouped = x.Reshape(x.Shape[0], Groups, channels, rest);
        Node centred = grouped - MeanOf(grouped);
        Node reciprocal = (MeanOf(centred.Square()) + Epsilon).Rsqrt();
        return (centred * reciprocal, reciprocal);
    }

    private static Node MeanOf(Node x) => Node.Apply(new Mean(Inner, KeepDims: true), x);

    private Node InGroups(Node perChannel) => perChannel.Reshape(Groups, perChannel.Shape[0] / Groups, 1);
}

/// <summary>Group and instance normalisation.</summary>
public static class GroupNormExtensions
{
    extension(Node x)
    {
        /// <summary>
        /// Normalises each group of channels (dimension 1) of each sample, then scales and shifts per channel, as
        /// torch.nn.functional.group_norm.
        /// </summary>
        /// <exception cref="ShapeException">The groups do not divide the channels, or a vector has not one number per channel.</exception>
        public Node GroupNorm(int groups, Node? weight = null, Node? bias = null, double epsilon = 1e-5)
        {
            var op = new GroupNorm(groups, epsilon);
            return (weight, bias) switch
            {
                (null, null) => Node.Apply(op, x),
                (not null, not null) => Node.Apply(op, x, weight, bias),
                (not null, null) => Node.Apply(op, x, weight, weight.FilledLike(0)),
                (null, not null) => Node.Apply(op, x, bias.FilledLike(1), bias),
            };
        }

        /// <summary>
        /// Normalises each channel (dimension 1) of each sample by itself: Ulyanov et al. 2016; as torch.nn.functional.instance_norm.
        /// </summary>
        /// <exception cref="ShapeException">There is only one value per channel, or a vector has not one number per channel.</exception>
        public Node InstanceNorm(Node? weight = null, Node? bias = null, double epsilon = 1e-5)
        {
            ChannelForms.Check("instance_norm", x, [], []);
            return x.Shape.Extents[2..].ContainsAnyExcept(1)
                ? x.GroupNorm(Math.Max(1, x.Shape[1]), weight, bias, epsilon)
                : throw new ShapeException($"instance_norm: expected more than 1 spatial element, got {x.Type}");
        }
    }
}
