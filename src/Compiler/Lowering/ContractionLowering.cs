namespace NeuralJit.Compilation;

/// <summary>Turns a contraction and what is done to its result into a kernel and its arguments.</summary>
internal static class ContractionLowering
{
    /// <summary>The kernel call.</summary>
    public static KernelCall Lower(Group group, HashSet<Node> stored, int vectorBits, string name)
    {
        Node node = group.Nodes.First(n => Contractions.IsContraction(n.Op));
        Contraction op = Contractions.Of(node);
        int outer = op.Outer.Count;
        (Access left, long[] leftMoves) = Operand(node.Inputs[0], op.Left);
        (Access right, long[] rightMoves) = Operand(node.Inputs[1], op.Right);
        GroupBody body = BodyBuilder.Build(group, stored, left, right);
        long[] tileMoves = [.. rightMoves[..outer], 0, 0];
        Access[] onLoops = [left with { Strides = [.. leftMoves[..(outer + 1)], 0] }, right with { Strides = tileMoves },
            .. body.Accesses.Skip(2).Select(a => a with { Strides = op.Results.On(a.Strides) })];
        var plan = new ContractionPlan(node, op, body, ContractionLoops.Of(op, onLoops), vectorBits)
        {
            Depths =
                [.. op.Depth.Select((extent, loop) => new DepthMoves(extent, leftMoves[outer + 1 + loop], rightMoves[outer + 1 + loop]))],
            RightPanel = rightMoves[outer],
        };
        return plan.ToCall(name, string.Join('+', group.Nodes.Select(n => n.Op.Name)));
    }

    /// <summary>An operand, and how the contraction's loops move through its memory.</summary>
    private static (Access Access, long[] Moves) Operand(Node operand, Walk walk)
    {
        (Node source, Layout layout) = Views.Resolve(operand);
        return (new Access(source, source.DType, layout.Offset, []), walk.On(layout.Strides));
    }
}
