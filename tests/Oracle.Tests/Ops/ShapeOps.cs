namespace NeuralJit.Oracle.Tests;

/// <summary>Other views of tensors, padding, joining and cutting.</summary>
internal static class ShapeOps
{
    public static OpRows All => new OpRows
    {
        { "shape/reshape", c => c[0].Reshape(c.Ints(99, "shape")) },
        { "shape/permute", c => c[0].Permute(c.Ints(99, "perm")) },
        { "shape/expand", c => c[0].BroadcastTo(Shape.Create(c.Ints(99, "shape"))) },
        { "shape/cat", c => Node.Concat(Inputs(c), c.Int(99, "dim", 0)) },
        { "shape/stack", c => Node.Stack(Inputs(c), c.Int(99, "dim", 0)) },
        { "shape/split", c => c[0].Split(c.Ints(99, "sizes"), c.Int(99, "dim", 0)) },
        { "shape/flip", c => c[0].Flip(c.Ints(99, "dims")) },
        { "shape/pad_constant", c => c[0].PadPairs(c.Ints(99, "pad_last_dim_first"), "constant", c.Number("value")) },
        { "shape/pad_reflect", c => c[0].PadPairs(c.Ints(99, "pad_last_dim_first"), "reflect") },
        { "shape/pad_replicate", c => c[0].PadPairs(c.Ints(99, "pad_last_dim_first"), "replicate") },
        { "shape/pad_circular", c => c[0].PadPairs(c.Ints(99, "pad_last_dim_first"), "circular") },
        { "nn.functional.pad.constant", c => c[0].PadPairs(c.Ints(1, "pad"), "constant", c.Number(3, "value", 0)) },
        { "nn.functional.pad.reflect", c => c[0].PadPairs(c.Ints(1, "pad"), "reflect") },
        { "nn.functional.pad.replicate", c => c[0].PadPairs(c.Ints(1, "pad"), "replicate") },
        { "nn.functional.pad.circular", c => c[0].PadPairs(c.Ints(1, "pad"), "circular") },
        { "module/Padding12_1dcircular", c => c[0].PadPairs([1, 2], "circular") },
        { "module/Padding31_1dcircular", c => c[0].PadPairs([3, 1], "circular") },
        { "module/Padding33_1dcircular", c => c[0].PadPairs([3, 3], "circular") },
        { "module/Padding2322_2dcircular", c => c[0].PadPairs([2, 3, 2, 2], "circular") },
        { "module/Padding3331_2dcircular", c => c[0].PadPairs([3, 3, 3, 1], "circular") },
        { "module/Padding122112_3dcircular", c => c[0].PadPairs([1, 2, 2, 1, 1, 2], "circular") },
        { "module/Padding332122_3dcircular", c => c[0].PadPairs([3, 3, 2, 1, 2, 2], "circular") },
        { "shape/slice", c => Slice(c) },
        { "opinfo/expand", c => Expand(c[0], c.Ints(1, "size")) },
        { "squeeze", c => !c.Has(1, "dim")
            ? c[0].Squeeze()
            : c[0].Rank == 0 || c[0].Shape[c.Int(1, "dim", 0)] != 1 ? c[0] : c[0].Squeeze(c.Int(1, "dim", 0)) },
        { "select", c =>
            c[0].Take(Node.Scalar(Wrapped(c.Int(2, "index", 0), c[0].Shape[c.Int(1, "dim", 0)]), DType.Int64), c.Int(1, "dim", 0)) },
        { "unbind", c => (Node[])[.. c[0].Split(1, c.Int(1, "dim", 0)).Select(part => part.Squeeze(c.Int(1, "dim", 0)))] },
        { "vstack", c => Node.Concat([.. c.Nodes(0).Select(part => part.Rank == 1 ? part.Unsqueeze(0) : part)], 0) },
        { "hstack", c => Node.Concat(c.Nodes(0), c.Nodes(0)[0].Rank == 1 ? 0 : 1) },
        { "broadcast_to", c => c[0].BroadcastTo(Shape.Create(c.Ints(1, "size"))) },
        { "opinfo/cat", c => Node.Concat(c.Nodes(0), c.Int(1, "dim", 0)) },
        { "opinfo/stack", c => Node.Stack(c.Nodes(0), c.Int(1, "dim", 0)) },
        { "chunk", c => c[0].Chunk(c.Int(1, "chunks", 1), c.Int(2, "dim", 0)) },
        { "opinfo/split", c => c[0].Split(c.Int(1, "size", 1), c.Int(2, "dim", 0)) },
        { "split.list_args split_with_sizes", c => c[0].Split(c.Ints(1, "sizes"), c.Int(2, "dim", 0)) },
        {
            "narrow",
            c => c[0].Narrow(c.Int(1, "dim", 0), c.Get(2, "start") is double start ? (int)start
                : throw new UnsupportedCaseException("a start that is a tensor"), c.Int(3, "length", 0))
        },
        { "opinfo/permute", c => c[0].Permute(c.Ints(1, "dims")) },
        { "transpose", c => c[0].Rank == 0 ? c[0] : c[0].Transpose(c.Int(1, "dim0", 0), c.Int(2, "dim1", 0)) },
        { "t", c => c[0].Rank < 2 ? c[0] : c[0].Transpose(0, 1) },
        { "opinfo/reshape view", c => c[0].Reshape(c.Ints(1, "shape")) },
        { "flatten", c => c[0].Flatten(c.Int(1, "start_dim", 0), c.Int(2, "end_dim", -1)) },
        { "unsqueeze", c => c[0].Unsqueeze(c.Int(1, "dim", 0)) },
        { "opinfo/flip", c => c.Ints(1, "dims") is { Length: > 0 } dims ? c[0].Flip(dims) : c[0] },
    };

    private static Node Slice(Call c)
    {
        Shape shape = c[0].Shape;
        int dim = c.Int(99, "dim", 0), start = c.Int(99, "start", 0), step = c.Int(99, "step", 1);
        int[] starts = new int[shape.Rank], steps = [.. Enumerable.Repeat(1, shape.Rank)];
        (starts[dim], steps[dim]) = (start, step);
        return Node.Apply(new Slice(IntList.Create(starts), shape.With(dim, (c.Int(99, "end", shape[dim]) - start + step - 1) / step),
            IntList.Create(steps)), c[0]);
    }

    // −1 keeps the extent.
    private static Node Expand(Node x, int[] sizes) =>
        x.BroadcastTo(Shape.Create([.. sizes.Select((size, i) => size == -1 ? x.Shape[i - sizes.Length + x.Rank] : size)]));

    private static int Wrapped(int index, int extent) => index < 0 ? index + extent : index;

    private static Node[] Inputs(Call c) => [.. c.Case.Inputs.Select(i => c[i.Name])];
}
