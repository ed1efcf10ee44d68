namespace NeuralJit;

/// <summary>Numbers per channel, the channels being dimension 1 of a batch (batch, channels, spatial…).</summary>
internal static class ChannelForms
{
    /// <summary>All axes but that of the channels.</summary>
    public static Axes AllButChannels(int rank) => new(Axes.All(rank).Mask & ~2u);

    extension(Node x)
    {
        /// <summary>A vector with one number per channel in a form that broadcasts to a batch of the given rank.</summary>
        public Node PerChannel(int rank) => x.Reshape([x.Shape[0], .. Enumerable.Repeat(1, rank - 2)]);

        /// <summary>The sum over everything but the channels.</summary>
        public Node SumToChannels() => Node.Apply(new Sum(AllButChannels(x.Rank)), x);
    }

    /// <summary>
    /// Checks that x is a floating-point batch with channels and each of <paramref name="vectors"/> has one number per channel.
    /// </summary>
    public static void Check(string op, Node x, ReadOnlySpan<Node> vectors, ReadOnlySpan<string> names)
    {
        if (!x.DType.IsComputeFloat || x.Rank < 2)
        {
            throw new ShapeException($"{op}: expected a batch (batch, channels, …) of f32 or f64, got {x.Type}");
        }
        for (int i = 0; i < vectors.Length; i++)
        {
            if (vectors[i].Type != new TensorType(x.DType, [x.Shape[1]]))
            {
                throw new ShapeException(
                    $"{op}: the {names[i]} must be {new TensorType(x.DType, [x.Shape[1]])}, one number per channel of {x.Type}, got "
                    + $"{vectors[i].Type}");
            }
        }
    }
}
