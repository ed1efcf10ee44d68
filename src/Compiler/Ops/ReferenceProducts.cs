namespace NeuralJit.Compilation;

/// <summary>
/// What the compiler's own products and convolutions mean, computed by unpacking their operands and an ordinary matrix product: for the
/// interpreter, which checks generated code. Slow, and with much memory.
/// </summary>
internal static class ReferenceProducts
{
    /// <summary>y = a · unpack(b).</summary>
    public static void PackedMatMul(TensorView a, TensorView packed, TensorView y)
    {
        TensorData b = Unpack(packed, out Layout columns, y.Shape[-1]);
        new MatMul().Evaluate([a, new TensorView(b.Address, b.DType, columns)], y);
        GC.KeepAlive(b);
    }

    /// <summary>y[n] = w · x[n] over all positions.</summary>
    public static void PointwiseConv(PointwiseConv op, ReadOnlySpan<TensorView> inputs, TensorView y)
    {
        TensorView x = inputs[0];
        int batch = y.Shape[0], positions = checked((int)(y.Shape.Count / ((long)batch * op.Outputs)));
        TensorData copy = Copy(x);
        TensorData? weight = null;
        TensorView w = op.IsPacked ? Transposed(weight = Unpack(inputs[1], out Layout columns, op.Outputs), columns) : inputs[1];
        new MatMul().Evaluate([w, Dense(copy, [batch, x.Shape[1], positions])], new TensorView(y.Address, y.DType, Layout.Dense([batch, op.Outputs, positions])));
        GC.KeepAlive(copy);
        GC.KeepAlive(weight);
    }

    /// <summary>y[n, g] = w[g] · columns[n, g].</summary>
    public static void PlaneConv(PlaneConv op, ReadOnlySpan<TensorView> inputs, TensorView y)
    {
        PlaneLayout layout = op.Layout();
        int batch = op.Result[0], groups = op.Window.Groups, outputs = op.Result[1] / groups;
        TensorData planes = op.PadsInside ? Planes(inputs[0], inputs[4], layout) : Copy(inputs[0]);
        TensorData columns = Columns(planes, layout, batch, groups, op.Channels / groups);
        TensorData? weight = null;
        TensorView w = op.IsPacked ? Transposed(weight = Unpack(inputs[1], out Layout unpacked, outputs), unpacked) : inputs[1];
        new MatMul().Evaluate([w, columns.View], new TensorView(y.Address, y.DType, Layout.Dense([batch, groups, outputs, columns.Shape[-1]])));
        GC.KeepAlive(columns);
        GC.KeepAlive(weight);
    }

    /// <summary>y[n] = columns[n]ᵀ · w.</summary>
    public static void PositionConv(PositionConv op, ReadOnlySpan<TensorView> inputs, TensorView y)
    {
        TensorData columns = Columns(Copy(inputs[0]), op.Layout(), op.Batch, 1, op.Channels);
        TensorData weight = Unpack(inputs[1], out Layout unpacked, op.Outputs);
        Layout rows = Layout.Dense([op.Batch, columns.Shape[-2], columns.Shape[-1]]);
        new MatMul().Evaluate([Transposed(columns, rows), new TensorView(weight.Address, weight.DType, unpacked)], y);
        GC.KeepAlive(columns);
        GC.KeepAlive(weight);
    }

    /// <summary>y[part, g] = Σ over the samples n of a part of columns[n, g] · dy[n, g].</summary>
    public static void PlaneWeightGradient(PlaneWeightGradient op, ReadOnlySpan<TensorView> inputs, TensorView y)
    {
        int groups = op.Window.Groups, outputs = y.Shape[-1];
        TensorData columns = Columns(Copy(inputs[0]), op.Layout(), op.Batch, groups, op.Weight[1]);
        TensorData dy = Unpack(inputs[1], out Layout unpacked, outputs);
        TensorData products = TensorData.Uninitialized(new TensorType(y.DType, [op.Batch, groups, op.Rows, outputs]));
        new MatMul().Evaluate([columns.View, new TensorView(dy.Address, dy.DType, unpacked)], products.View);
        new Sum(new Axes(1u << 1), KeepDims: false).Evaluate([Dense(products, [op.Parts, op.Batch / op.Parts, groups, op.Rows, outputs])], y);
        GC.KeepAlive(columns);
        GC.KeepAlive(dy);
        GC.KeepAlive(products);
    }

    /// <summary>What <see cref="PackColumns"/> was given: from (…, panels, rows, tile) the matrix (…, rows, columns), as a layout of the result's memory.</summary>
    private static TensorData Unpack(TensorView packed, out Layout matrix, int columns)
    {
        int rank = packed.Shape.Rank, panels = packed.Shape[-3], rows = packed.Shape[-2], tile = packed.Shape[-1];
        ReadOnlySpan<int> batch = packed.Extents[..^3];
        TensorData result = TensorData.Uninitialized(new TensorType(packed.DType, [.. batch, rows, panels, tile]));
        long[] strides = packed.Strides.ToArray();
        (strides[rank - 3], strides[rank - 2]) = (strides[rank - 2], strides[rank - 3]);
        StridedCopying.Copy(packed.DType.Size, result.Shape.Extents, packed.Address, strides, result.Address, result.Shape.Strides);
        matrix = new Layout([.. batch, rows, columns], 0, [.. result.Shape.Strides[..^2], 1]);
        return result;
    }

    /// <summary>(batch, groups, channels · kernel elements, positions): what each element of the kernel meets at each position.</summary>
    private static TensorData Columns(TensorData planes, PlaneLayout layout, int batch, int groups, int channels)
    {
        long[] taps = layout.TapOffsets();
        int positions = layout.Output.Aggregate(1, (p, e) => p * e);
        long[] places = [.. Enumerable.Range(0, positions).Select(layout.PositionOf)];
        TensorData result = TensorData.Uninitialized(new TensorType(planes.DType, [batch, groups, channels * taps.Length, positions]));
        if (planes.DType == DType.Float32)
        {
            Pick(planes.Span<float>(), layout.Plane, taps, places, result.Span<float>());
        }
        else
        {
            Pick(planes.Span<double>(), layout.Plane, taps, places, result.Span<double>());
        }
        return result;
    }

    private static void Pick<T>(ReadOnlySpan<T> planes, long plane, long[] taps, long[] places, Span<T> columns)
    {
        int next = 0;
        for (long channel = 0; next < columns.Length; channel++)
        {
            foreach (long tap in taps)
            {
                foreach (long place in places)
                {
                    columns[next++] = planes[(int)((channel * plane) + tap + place)];
                }
            }
        }
    }

    private static TensorData Planes(TensorView x, TensorView lines, PlaneLayout layout)
    {
        TensorData planes = TensorData.Zeros(new TensorType(x.DType, [checked((int)((long)x.Shape[0] * x.Shape[1] * layout.Plane) + PlaneLayout.Slack)]));
        new PadPlanes(layout.Plane).Evaluate([x, lines], planes.View);
        return planes;
    }

    private static TensorData Copy(TensorView x)
    {
        TensorData result = TensorData.Uninitialized(x.Type);
        StridedCopying.Copy(x, result.View);
        return result;
    }

    private static TensorView Dense(TensorData data, Shape shape) => new(data.Address, data.DType, Layout.Dense(shape));

    private static TensorView Transposed(TensorData data, Layout layout)
    {
        ReadOnlySpan<int> e = layout.Shape.Extents;
        ReadOnlySpan<long> s = layout.Strides;
        return new TensorView(data.Address, data.DType, new Layout([.. e[..^2], e[^1], e[^2]], layout.Offset, [.. s[..^2], s[^1], s[^2]]));
    }
}
