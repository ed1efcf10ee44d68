namespace NeuralJit.Compilation;

/// <summary>
/// Convolutions whose windows do not meet, and their gradients: each result sees a patch of its own (as vision transformers cut pictures,
/// or networks halve maps), so that with the elements of a patch as channels the kernel has one element.
/// </summary>
internal static class PatchConvolutions
{
    // Patches of shorter rows cost more to cut out than the planes of a convolution.
    private const int ShortestRow = 4;

    /// <summary>The op over patches, or null where windows meet or leave gaps.</summary>
    public static Node? OverPatches(Node node)
    {
        return node.Op switch
        {
            Conv { Window: var window } when Tiles(window, node.Inputs[1].Shape) =>
                Node.Apply(new Conv(Plain(window)), Patches(node.Inputs[0], node.Inputs[1].Shape), OneElement(node.Inputs[1])),
            ConvWeightGradient { Window: var window } op when Tiles(window, op.WeightShape) =>
                Node.Apply(new ConvWeightGradient(Plain(window), ShapeOfOneElement(op.WeightShape)),
                    Patches(node.Inputs[0], op.WeightShape), node.Inputs[1]).Reshape(op.WeightShape),
            ConvInputGradient { Window: var window } op when Tiles(window, node.Inputs[1].Shape)
                && IsWhole(op.InputShape, node.Inputs[0].Shape, node.Inputs[1].Shape) => FromPatches(node, op, window),
            _ => null,
        };
    }

    private static bool Tiles(ConvWindow window, Shape weight)
    {
        bool tiles = window.Groups == 1 && window.PadsBefore.AllAre(0) && window.PadsAfter.AllAre(0) && weight[-1] >= ShortestRow;
        for (int d = 0; d < window.Rank; d++)
        {
            tiles &= window.Strides[d] == weight[d + 2] && (window.Dilations[d] == 1 || weight[d + 2] == 1);
        }
        return tiles;
    }

    private static ConvWindow Plain(ConvWindow window) => ConvWindow.Create(window.Rank);

    private static Shape ShapeOfOneElement(Shape weight) =>
        [weight[0], checked((int)(weight.Count / weight[0])), .. Enumerable.Repeat(1, weight.Rank - 2)];

    private static Node OneElement(Node weight) => weight.Reshape(ShapeOfOneElement(weight.Shape));

    private static bool IsWhole(Shape input, Shape result, Shape weight) =>
        Enumerable.Range(2, input.Rank - 2).All(d => input[d] == result[d] * weight[d]);

    /// <summary>(batch, channels, spatial…) as (batch, channels · elements of a patch, patches…), copied.</summary>
    private static Node Patches(Node x, Shape weight)
    {
        int rank = x.Rank - 2;
        int[] patches = [.. Enumerable.Range(2, rank).Select(d => x.Shape[d] / weight[d])];
        Shape whole = [x.Shape[0], x.Shape[1], .. patches.Select((count, d) => count * weight[d + 2])];
        if (!whole.Equals(x.Shape))
        {
            x = Node.Apply(new Slice(IntList.Repeat(0, x.Rank), whole, IntList.Repeat(1, x.Rank)), x);
        }
        Shape split = [x.Shape[0], x.Shape[1], .. Enumerable.Range(0, rank).SelectMany(d => (int[])[patches[d], weight[d + 2]])];
        int[] order = [0, 1, .. Enumerable.Range(0, rank).Select(d => 3 + (2 * d)), .. Enumerable.Range(0, rank).Select(d => 2 + (2 * d))];
        Node cut = Node.Apply(new Copy(), Node.Apply(new Transpose(Shape.Create(order)), x.Reshape(split)));
        return cut.Reshape([x.Shape[0], checked((int)(weight.Count / weight[0])), .. patches]);
    }

    /// <summary>The gradient of the patches, put where they came from.</summary>
    private static Node FromPatches(Node node, ConvInputGradient op, ConvWindow window)
    {
        Node dy = node.Inputs[0], weight = node.Inputs[1];
        int rank = window.Rank;
        int[] patches = dy.Shape.Extents[2..].ToArray(), kernel = weight.Shape.Extents[2..].ToArray();
        int channels = weight.Shape[1];
        Shape cut = [dy.Shape[0], checked((int)(weight.Shape.Count / weight.Shape[0])), .. patches];
        Node gradient = Node.Apply(new ConvInputGradient(Plain(window), cut), dy, OneElement(weight));
        int[] order = [0, 1, .. Enumerable.Range(0, rank).SelectMany(d => (int[])[2 + rank + d, 2 + d])];
        return Node.Apply(new Copy(), Node.Apply(new Transpose(Shape.Create(order)),
            gradient.Reshape([dy.Shape[0], channels, .. kernel, .. patches]))).Reshape(op.InputShape);
    }
}
