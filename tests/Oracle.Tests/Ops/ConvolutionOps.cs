namespace NeuralJit.Oracle.Tests;

/// <summary>Convolutions and transposed ones.</summary>
internal static class ConvolutionOps
{
    public static OpRows All => new OpRows
    {
        { "conv1d conv2d conv3d", ConvOfLayer },
        { "conv_transpose1d conv_transpose2d conv_transpose3d", TransposedOfLayer },
        { "nn.functional.conv1d nn.functional.conv2d", c => Conv(c) },
        { "nn.functional.conv_transpose1d nn.functional.conv_transpose2d nn.functional.conv_transpose3d", c => Transposed(c) },
    };

    private static Node ConvOfLayer(Call c)
    {
        int rank = c["x"].Rank - 2;
        return c["x"]
            .Conv(c["w"], c.Find("b"), c.List("stride", rank), c.List("padding", rank), c.List("dilation", rank), c.Int(99, "groups", 1));
    }

    private static Node TransposedOfLayer(Call c)
    {
        int rank = c["x"].Rank - 2;
        return c["x"].ConvTranspose(c["w"], c.Find("b"), c.List("stride", rank), c.List("padding", rank), c.List("output_padding", rank),
            c.List("dilation", rank), c.Int(99, "groups", 1));
    }

    private static Node Conv(Call c) => Batched(c, (x, rank) =>
    {
        Node w = c[1];
        IntList strides = c.List(3, "stride", rank) ?? IntList.Repeat(1, rank), dilations = c.List(5, "dilation", rank)
            ?? IntList.Repeat(1, rank);
        int groups = c.Int(6, "groups", 1);
        Node? bias = c.Tensor(2, "bias");
        if (c.Text(4, "padding") is not "same")
        {
            IntList? padding = c.Text(4, "padding") is null ? c.List(4, "padding", rank) : null;
            return x.Conv(w, bias, strides, padding, dilations, groups);
        }
        int[] total = [.. Enumerable.Range(0, rank).Select(i => dilations[i] * (w.Shape[i + 2] - 1))];
        return x.Conv(
            w, new ConvWindow(strides, [.. total.Select(t => t / 2)], [.. total.Select(t => t - (t / 2))], dilations, groups), bias);
    });

    private static Node Transposed(Call c) => Batched(c, (x, rank) => x.ConvTranspose(c[1], c.Tensor(2, "bias"), c.List(3, "stride", rank),
        c.List(4, "padding", rank), c.List(5, "output_padding", rank), c.List(7, "dilation", rank), c.Int(6, "groups", 1)));

    // Without a batch dimension, x has one dimension less than the weight.
    private static Node Batched(Call c, Func<Node, int, Node> function)
    {
        int rank = c[1].Rank - 2;
        return c[0].Rank == rank + 1 ? function(c[0].Unsqueeze(0), rank).Squeeze(0) : function(c[0], rank);
    }
}
