namespace NeuralJit;

/// <summary>Moving elements between channels and places: reshapes and transpositions only.</summary>
public static class PixelShuffleExtensions
{
    extension(Node x)
    {
        /// <summary>
        /// (…, C·r², H, W) to (…, C, H·r, W·r), as torch.nn.functional.pixel_shuffle: channel c·r² + i·r + j goes to row h·r + i, column
        /// w·r + j.
        /// </summary>
        /// <exception cref="ShapeException">The channels are no multiple of r², or there are fewer than three dimensions.</exception>
        public Node PixelShuffle(int factor)
        {
            (Node images, int channels, int height, int width) = Images("pixel_shuffle", x, factor);
            if (channels % (factor * (long)factor) != 0)
            {
                throw new ShapeException(
                    $"pixel_shuffle: the {channels} channels of {x.Type} are no multiple of the square of the factor {factor}"
                    + GraphTrace.DescribePlace());
            }
            channels /= factor * factor;
            Node y = images.Reshape(Shape.Create([images.Shape[0], channels, factor, factor, height, width])).Permute(0, 1, 4, 2, 5, 3);
            return y.Reshape(Shape.Create([.. x.Shape.Extents[..^3], channels, height * factor, width * factor]));
        }

        /// <summary>The inverse of <see cref="PixelShuffle(Node, int)"/>: (…, C, H·r, W·r) to (…, C·r², H, W).</summary>
        /// <exception cref="ShapeException">
        /// The spatial extents are no multiples of r, or there are fewer than three dimensions.
        /// </exception>
        public Node PixelUnshuffle(int factor)
        {
            (Node images, int channels, int height, int width) = Images("pixel_unshuffle", x, factor);
            if (height % factor != 0 || width % factor != 0)
            {
                throw new ShapeException($"pixel_unshuffle: the last two extents of {x.Type} are no multiples of the factor {factor}"
                    + GraphTrace.DescribePlace());
            }
            (height, width) = (height / factor, width / factor);
            Node y = images.Reshape(Shape.Create([images.Shape[0], channels, height, factor, width, factor])).Permute(0, 1, 3, 5, 2, 4);
            return y.Reshape(Shape.Create([.. x.Shape.Extents[..^3], channels * factor * factor, height, width]));
        }

        /// <summary>
        /// The channels (dimension 1) dealt out: channel i·n + j of n = channels / groups goes to j·groups + i, as
        /// torch.nn.functional.channel_shuffle.
        /// </summary>
        /// <exception cref="ShapeException">The groups do not divide the channels.</exception>
        public Node ChannelShuffle(int groups)
        {
            if (x.Rank < 2 || groups < 1 || x.Shape[1] % groups != 0)
            {
                throw new ShapeException(
                    $"channel_shuffle: {groups} groups do not divide the channels of {x.Type}" + GraphTrace.DescribePlace());
            }
            int rest = 1;
            foreach (int extent in x.Shape.Extents[2..])
            {
                rest *= extent;
            }
            return x.Reshape(Shape.Create([x.Shape[0], groups, x.Shape[1] / groups, rest])).Transpose(1, 2).Reshape(x.Shape);
        }
    }

    // All leading dimensions as one.
    private static (Node Images, int Channels, int Height, int Width) Images(string op, Node x, int factor)
    {
        if (x.Rank < 3 || factor < 1)
        {
            throw new ShapeException(
                $"{op}: expected at least three dimensions (…, channels, height, width) and a positive factor, got {x.Type} and {factor}"
                + GraphTrace.DescribePlace());
        }
        int images = 1;
        foreach (int extent in x.Shape.Extents[..^3])
        {
            images *= extent;
        }
        (int channels, int height, int width) = (x.Shape[-3], x.Shape[-2], x.Shape[-1]);
        return (x.Reshape(Shape.Create([images, channels, height, width])), channels, height, width);
    }
}
