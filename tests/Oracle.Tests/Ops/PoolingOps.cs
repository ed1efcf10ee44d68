namespace NeuralJit.Oracle.Tests;

/// <summary>Pooling, resizing, moving elements between channels and places.</summary>
internal static class PoolingOps
{
    public static OpRows All => new OpRows
    {
        {
            "max_pool1d max_pool2d max_pool3d",
            c => c[0]
                .MaxPool(Kernel(c), c.List("stride", Rank(c)), c.List("padding", Rank(c)), c.List("dilation", Rank(c)), c.Flag("ceil_mode"))
        },
        {
            "avg_pool1d avg_pool2d avg_pool3d",
            c => c[0].AvgPool(Kernel(c), c.List("stride", Rank(c)), c.List("padding", Rank(c)),
                c.Flag("ceil_mode"), c.Flag("count_include_pad", true), Divisor(c, 99))
        },
        { "lp_pool2d", c => c[0].LpPool(c.Number("p"), Kernel(c), c.List("stride", Rank(c))) },
        { "adaptive_avg_pool2d", c => c[0].AdaptiveAvgPool(c.List("output", 2)!) },
        { "adaptive_max_pool2d", c => c[0].AdaptiveMaxPool(c.List("output", 2)!) },
        { "nn.functional.max_pool1d nn.functional.max_pool2d nn.functional.max_pool3d", c => MaxPool(c) },
        {
            "nn.functional.avg_pool1d nn.functional.avg_pool2d nn.functional.avg_pool3d",
            c => Batched(c, x => x.AvgPool(c.List(1, "kernel_size", Rank(c))!, c.List(2, "stride", Rank(c)),
                c.List(3, "padding", Rank(c)), c.Flag(4, "ceil_mode"), c.Flag(5, "count_include_pad", true), Divisor(c, 6)))
        },
        {
            "nn.functional.adaptive_avg_pool1d nn.functional.adaptive_avg_pool2d nn.functional.adaptive_avg_pool3d",
            c => Batched(c, x => x.AdaptiveAvgPool(Sizes(c, x)))
        },
        {
            "nn.functional.adaptive_max_pool1d nn.functional.adaptive_max_pool2d nn.functional.adaptive_max_pool3d",
            c => c.Flag(2, "return_indices")
                ? [Batched(c, x => x.AdaptiveMaxPool(Sizes(c, x))), Batched(c, x => x.AdaptiveMaxPoolIndices(Sizes(c, x)))]
                : [Batched(c, x => x.AdaptiveMaxPool(Sizes(c, x)))]
        },
        { "module/MaxPool1d_return_indices", c => (Node[])[c[0].MaxPool([4]), c[0].MaxPoolIndices([4])] },
        { "shape/unfold_im2col", c => c[0].Unfold(c.List("kernel", 2)!, null, c.List("padding", 2), c.List("stride", 2)) },
        { "shape/fold_col2im", c => c[0].Fold(c.List("output", 2)!, c.List("kernel", 2)!) },
        {
            "nn.functional.unfold",
            c => Batched(
                c, x => x.Unfold(c.List(1, "kernel_size", 2)!, c.List(2, "dilation", 2), c.List(3, "padding", 2), c.List(4, "stride", 2)))
        },
        { "shape/pixel_shuffle", c => c[0].PixelShuffle(c.Int(99, "factor", 1)) },
        { "shape/pixel_unshuffle", c => c[0].PixelUnshuffle(c.Int(99, "factor", 1)) },
        { "nn.functional.pixel_shuffle", c => c[0].PixelShuffle(c.Int(1, "upscale_factor", 1)) },
        { "nn.functional.pixel_unshuffle", c => c[0].PixelUnshuffle(c.Int(1, "downscale_factor", 1)) },
    };

    private static int Rank(Call c) => c.Case.Op[^2] - '0';

    private static IntList Kernel(Call c) => c.List("kernel", Rank(c))!;

    private static int? Divisor(Call c, int position) =>
        c.Has(position, "divisor_override") ? c.Int(position, "divisor_override", 1) : null;

    // −1 stands for None: as many as there are.
    private static IntList Sizes(Call c, Node x) =>
        [.. c.List(1, "output_size", Rank(c))!.Select((size, i) => size == -1 ? x.Shape[i + 2] : size)];

    private static Node[] MaxPool(Call c)
    {
        IntList kernel = c.List(1, "kernel_size", Rank(c))!;
        IntList? strides = c.List(2, "stride", Rank(c)), padding = c.List(3, "padding", Rank(c)),
            dilations = c.List(4, "dilation", Rank(c));
        bool ceil = c.Flag(5, "ceil_mode");
        Node y = Batched(c, x => x.MaxPool(kernel, strides, padding, dilations, ceil));
        return c.Flag(6, "return_indices") ? [y, Batched(c, x => x.MaxPoolIndices(kernel, strides, padding, dilations, ceil))] : [y];
    }

    // Without a batch dimension, x has one dimension less.
    private static Node Batched(Call c, Func<Node, Node> function)
    {
        int rank = char.IsAsciiDigit(c.Case.Op[^2]) ? Rank(c) : 2;
        return c[0].Rank == rank + 1 ? function(c[0].Unsqueeze(0)).Squeeze(0) : function(c[0]);
    }
}
