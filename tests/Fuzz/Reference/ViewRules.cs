namespace NeuralJit.Fuzz;

/// <summary>Ops that move elements and change none.</summary>
internal static class ViewRules
{
    extension(RuleTable table)
    {
        public RuleTable AddViews() => table
            .Add<ConstantOp>((op, _, _) => Approx.Of(op.Data))
            .Add<Reshape>((op, _, x) => x[0].Reshaped(op.Shape))
            .Add<Broadcast>((op, _, x) => x[0].BroadcastTo(op.Shape))
            .Add<StopGradient>(x => x[0])
            .Add<CustomGradient>(x => x[^1])
            .Add<CheckLabels>(x => x[0])
            .Add<Transpose>((op, node, x) => Transposed(x[0], node.Shape, op.Permutation))
            .Add<Slice>((op, node, x) => Sliced(x[0], node.Shape, op))
            .Add<Pad>((op, node, x) => Padded(x[0], node.Shape, op))
            .Add<Concat>((op, node, x) => Joined(x, node.Shape, op.Axis))
            .Add<Iota>((op, _, _) => Counted(op.Type, op.Axis))
            .Add<Resample>((op, node, x) => Resampling.Run(op, x[0], node.Shape));
    }

    private static Approx Transposed(Approx x, Shape shape, Shape permutation)
    {
        int[] from = Places.Strides(x.Shape), strides = new int[shape.Rank];
        for (int i = 0; i < strides.Length; i++)
        {
            strides[i] = from[permutation[i]];
        }
        return x.Rearranged(shape, Places.Walk(shape, strides, 0));
    }

    private static Approx Sliced(Approx x, Shape shape, Slice op)
    {
        int[] strides = Places.Strides(x.Shape);
        int offset = 0;
        for (int i = 0; i < strides.Length; i++)
        {
            offset += op.Starts[i] * strides[i];
            strides[i] *= op.Steps[i];
        }
        return x.Rearranged(shape, Places.Walk(shape, strides, offset));
    }

    private static Approx Padded(Approx x, Shape shape, Pad op)
    {
        var y = new Approx(new TensorType(x.DType, shape));
        Array.Fill(y.Values, Casts.Run(Approx.Full(new TensorType(DType.Float64, [1]), op.Value), x.DType) is { DType.IsFloat: true } fill
            ? fill.Values[0]
            : 0);
        Array.Fill(y.Integers, x.DType == DType.Bool ? op.Value != 0 ? 1 : 0 : (long)op.Value);
        int[] strides = Places.Strides(shape);
        int offset = 0;
        for (int i = 0; i < strides.Length; i++)
        {
            offset += op.Low[i] * strides[i];
            strides[i] *= op.Interior[i] + 1;
        }
        int[] map = Places.Walk(x.Shape, strides, offset);
        for (int i = 0; i < map.Length; i++)
        {
            y.Copy(x, i, map[i]);
        }
        return y;
    }

    private static Approx Joined(Approx[] parts, Shape shape, int axis)
    {
        var y = new Approx(new TensorType(parts[0].DType, shape));
        int offset = 0;
        int[] strides = Places.Strides(shape);
        foreach (Approx part in parts)
        {
            int[] map = Places.Walk(part.Shape, strides, offset);
            for (int i = 0; i < map.Length; i++)
            {
                y.Copy(part, i, map[i]);
            }
            offset += part.Shape[axis] * strides[axis];
        }
        return y;
    }

    private static Approx Counted(TensorType type, int axis)
    {
        var y = new Approx(type);
        (_, int extent, int inner) = Places.Around(type.Shape, axis);
        for (int i = 0; i < y.Count; i++)
        {
            int index = i / inner % extent;
            if (type.DType.IsFloat)
            {
                y.Values[i] = index;
            }
            else
            {
                y.Integers[i] = Elements.Wrapped(index, type.DType);
            }
        }
        return y;
    }
}
