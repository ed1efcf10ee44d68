namespace NeuralJit.Compilation;

/// <summary>
/// What a contraction means, for checking generated code: its operands are written out as the matrices through which its walks lead, and
/// multiplied. Slow, and with much memory.
/// </summary>
internal static class ContractionReference
{
    /// <summary>y = left · right for each of the outer loops.</summary>
    public static void Evaluate(Contraction op, ReadOnlySpan<TensorView> inputs, TensorView y)
    {
        if (y.DType == DType.Float32)
        {
            Evaluate<float>(op, inputs, y);
        }
        else
        {
            Evaluate<double>(op, inputs, y);
        }
    }

    private static void Evaluate<T>(Contraction op, ReadOnlySpan<TensorView> inputs, TensorView y) where T : unmanaged
    {
        TensorData? planes = op.Forms.PadsRight ? Planes(op, inputs) : null;
        int outer = op.Outer.Count;
        ReadOnlySpan<long> left = op.Left.On(inputs[0].Strides), right = op.Right.On(inputs[1].Strides);
        ReadOnlySpan<long> outerRight = planes is null ? right[..outer] : [(long)op.Outer[1] * op.Plane, op.Plane];
        TensorData a = Written<T>(inputs[0], Offsets(op.Outer, left[..outer]), Rows<T>(op, left[outer], inputs),
            Depth<T>(op, left[(outer + 1)..], inputs, Operand.Left));
        TensorData b = Written<T>(
            planes?.View ?? inputs[1], Offsets(op.Outer, outerRight), Depth<T>(op, right[(outer + 1)..], inputs, Operand.Right),
            Columns(op, right[outer], inputs, y.DType));
        new MatMul().Evaluate([a.View, b.View], new TensorView(y.Address, y.DType, Layout.Dense([a.Shape[0], a.Shape[1], b.Shape[2]])));
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        GC.KeepAlive(planes);
    }

    /// <summary>Matrices of the elements at the sums of an outer, a row's and a column's offset.</summary>
    private static unsafe TensorData Written<T>(TensorView from, long[] outer, long[] rows, long[] columns) where T : unmanaged
    {
        TensorData matrices = TensorData.Uninitialized(new TensorType(from.DType, [outer.Length, rows.Length, columns.Length]));
        T* memory = from.Pointer<T>(), to = matrices.View.Pointer<T>();
        foreach (long matrix in outer)
        {
            foreach (long row in rows)
            {
                foreach (long column in columns)
                {
                    *to++ = memory[matrix + row + column];
                }
            }
        }
        return matrices;
    }

    /// <summary>The offsets at which nested loops arrive.</summary>
    private static long[] Offsets(IntList extents, ReadOnlySpan<long> moves)
    {
        long[] offsets = [0];
        for (int loop = 0; loop < extents.Count; loop++)
        {
            long move = moves[loop];
            int extent = extents[loop];
            offsets = [.. offsets.SelectMany(_ => Enumerable.Range(0, extent), (offset, i) => offset + (i * move))];
        }
        return offsets;
    }

    private static unsafe long[] Rows<T>(Contraction op, long move, ReadOnlySpan<TensorView> inputs) where T : unmanaged
    {
        long[] lines = Table(op, inputs, ContractionTable.RowLines);
        if (lines.Length > 0)
        {
            int inLine = op.Forms.RowsInLine, step = op.Forms.RowStep;
            return [.. Enumerable.Range(0, op.Rows).Select(row => (lines[row / inLine] / sizeof(T)) + (row % inLine * step))];
        }
        int block = op.Forms.IsLeftPacked ? op.Tile.Rows : 1;
        return [.. Enumerable.Range(0, op.Rows).Select(row => (row / block * block * move) + (row % block))];
    }

    private static unsafe long[] Depth<T>(Contraction op, ReadOnlySpan<long> moves, ReadOnlySpan<TensorView> inputs, Operand operand)
        where T : unmanaged
    {
        long[] offsets = Offsets(op.Depth, moves);
        long[] taps = op.Forms.Tapped == operand ? Table(op, inputs, ContractionTable.Taps) : [];
        return taps.Length == 0 ? offsets : [.. offsets.Select((offset, i) => offset + (taps[i % taps.Length] / sizeof(T)))];
    }

    /// <summary>Columns lie side by side in tiles; of positions only those that are results.</summary>
    private static long[] Columns(Contraction op, long move, ReadOnlySpan<TensorView> inputs, DType dtype)
    {
        long[] positions = Table(op, inputs, ContractionTable.Positions);
        int tile = op.Tile.Columns(dtype), lanes = TileShape.Lanes(dtype);
        return [.. Enumerable.Range(0, op.Columns).Where(c => positions.Length == 0 || ((positions[c / lanes * 2] >> (c % lanes)) & 1) != 0)
            .Select(c => (c / tile * move) + (c % tile))];
    }

    /// <summary>The channels that kernels would lay out as planes, laid out.</summary>
    private static TensorData Planes(Contraction op, ReadOnlySpan<TensorView> inputs)
    {
        var pad = new PadPlanes(op.Plane);
        TensorView x = inputs[1], lines = inputs[op.InputOf(ContractionTable.PlaneLines)!.Value];
        TensorData planes = TensorData.Zeros(pad.TypeOf(x.Type));
        pad.Evaluate([x, lines], planes.View);
        return planes;
    }

    private static unsafe long[] Table(Contraction op, ReadOnlySpan<TensorView> inputs, ContractionTable table) =>
        op.InputOf(table) is { } input
            ? new ReadOnlySpan<long>(inputs[input].Pointer<long>(), (int)inputs[input].Shape.Count).ToArray()
            : [];
}
