namespace NeuralJit.Compilation;

/// <summary>Turns a matrix product and what is done to its result into a kernel and its arguments.</summary>
internal static class ContractionLowering
{
    private const double ParallelFlops = 300_000;
    private const double ChunkFlops = 100_000;
    private const int MostChunks = 64;

    /// <summary>The kernel call.</summary>
    public static KernelCall Lower(Group group, HashSet<Node> stored, KernelCompiler compiler, string name)
    {
        Node product = group.Nodes.First(n => n.Op is MatMul or PackedMatMul);
        KernelBody body = BodyBuilder.Build(group, stored);
        Shift(body);
        Shape domain = group.Domain;
        bool packed = product.Op is PackedMatMul;
        (Node left, Layout leftLayout) = Views.Resolve(product.Inputs[0]);
        (Node right, Layout rightLayout) = Views.Resolve(product.Inputs[1]);
        long[] leftStrides = Views.StridesOn(leftLayout, [.. domain.Extents[..^1], leftLayout.Shape[-1]]);
        long leftDepth = leftStrides[^1];
        leftStrides[^1] = 0;
        long[] rightStrides = RightStrides(rightLayout, domain, packed, out long rightDepth, out long panelStride, out int packedTile);
        body.Accesses[ContractionKernel.Left] = new Access(left, left.DType, leftLayout.Offset, leftStrides);
        body.Accesses[ContractionKernel.Right] = new Access(right, right.DType, rightLayout.Offset, rightStrides);

        (int[] batchExtents, int rows, long[][] strides) = Loops(domain, body.Accesses);
        int columns = domain[-1], depth = leftLayout.Shape[-1], lanes = TileShape.Lanes(body.Type);
        bool oneRow = rows == 1 && batchExtents.Length == 0;
        int vectors = packed ? packedTile / lanes : TileShape.VectorsFor(columns, oneRow, body.Type);
        TileShape tile = TileShape.For(vectors, oneRow, compiler.SimdFor(body.Type).Parts);
        var steps = body.Accesses.Select((a, k) => k < 2 ? InnerStep.None : a.Strides[^1] switch { 0 => InnerStep.None, 1 => InnerStep.One, _ when columns == 1 => InnerStep.None, _ => InnerStep.Strided }).ToArray();
        var kernel = new ContractionKernel(body, tile, batchExtents.Length, steps, columns >= vectors * lanes, columns % (vectors * lanes) != 0, packed);

        int size = body.Type.Size;
        long[] table = new long[kernel.SlotOf(body.Accesses.Count)];
        (table[ContractionKernel.Rows], table[ContractionKernel.Columns], table[ContractionKernel.Depth]) = (rows, columns, depth);
        (table[ContractionKernel.LeftDepthStride], table[ContractionKernel.RightDepthStride]) = (leftDepth * size, rightDepth * size);
        table[ContractionKernel.RightPanelStride] = (packed ? panelStride : (long)vectors * lanes) * size;
        double flops = 2.0 * rows * columns * depth * batchExtents.Aggregate(1.0, (p, e) => p * e);
        long chunks = SetChunks(table, rows, columns, vectors * lanes, tile.Rows, batchExtents, flops);
        for (int d = 0; d < batchExtents.Length; d++)
        {
            table[ContractionKernel.FirstExtent + d] = batchExtents[d];
        }
        for (int k = 0; k < body.Accesses.Count; k++)
        {
            int slot = kernel.SlotOf(k), elementSize = body.Accesses[k].DType.Size;
            table[slot + 1] = k < 2 ? 0 : body.Accesses[k].Strides[^1];
            table[slot + 2] = strides[k][^1] * elementSize;
            for (int d = 0; d < batchExtents.Length; d++)
            {
                table[slot + 3 + d] = strides[k][d] * elementSize;
            }
        }
        return new KernelCall
        {
            Name = name,
            Kind = "contraction",
            Kernel = compiler.Compile(kernel, name),
            Arguments = table,
            Addresses = [.. body.Accesses.Select((a, k) => new AddressArgument(kernel.SlotOf(k), a.Source, a.Offset * a.DType.Size))],
            Chunks = chunks,
            IsParallel = chunks > 1 && flops >= ParallelFlops,
            Description = $"{string.Join('+', group.Nodes.Select(n => n.Op.Name))} {rows}×{depth}×{columns}"
                + (batchExtents.Length > 0 ? $" in {string.Join('×', batchExtents)} batches" : "")
                + $", tile {tile.Rows}×{vectors * lanes}{(packed ? ", right operand packed" : "")}, {chunks} chunk{(chunks == 1 ? "" : "s")}, {flops / 1e6:F1} MFLOP",
        };
    }

    /// <summary>Makes room for the operands among the accesses.</summary>
    private static void Shift(KernelBody body)
    {
        body.Accesses.InsertRange(0, [null!, null!]);
        for (int i = 0; i < body.Values.Count; i++)
        {
            Value value = body.Values[i];
            body.Values[i] = value.Kind == ValueKind.Load ? value with { Access = value.Access + 2 } : value;
        }
        for (int i = 0; i < body.Stores.Count; i++)
        {
            body.Stores[i] = body.Stores[i] with { Access = body.Stores[i].Access + 2 };
        }
    }

    /// <summary>The strides of the right operand along batch axes; rows do not move it, panels are addressed apart.</summary>
    private static long[] RightStrides(Layout layout, Shape domain, bool packed, out long depth, out long panel, out int tile)
    {
        int inner = packed ? 3 : 2;
        depth = layout.Strides[^2];
        panel = packed ? layout.Strides[^3] : 0;
        tile = packed ? layout.Shape[-1] : 0;
        long[] strides = new long[domain.Rank];
        int batchRank = layout.Shape.Rank - inner, shift = domain.Rank - 2 - batchRank;
        for (int i = 0; i < batchRank; i++)
        {
            strides[i + shift] = layout.Shape[i] == 1 ? 0 : layout.Strides[i];
        }
        return strides;
    }

    /// <summary>Merges batch axes and rows; the last loop is the rows' when the right operand does not move along it.</summary>
    private static (int[] Batch, int Rows, long[][] Strides) Loops(Shape domain, IReadOnlyList<Access> accesses)
    {
        IterationSpace space = IterationSpace.ForRows(domain, new Axes(1u << (domain.Rank - 1)), accesses);
        int rank = space.OuterExtents.Length;
        bool lastIsRows = rank > 0 && space.OuterStrides[ContractionKernel.Right][rank - 1] == 0;
        return lastIsRows
            ? (space.OuterExtents[..^1], space.OuterExtents[^1], space.OuterStrides)
            : (space.OuterExtents, 1, [.. space.OuterStrides.Select(s => (long[])[.. s, 0])]);
    }

    /// <summary>Cuts the product into chunks of panels and rows; by its size only.</summary>
    private static long SetChunks(long[] table, int rows, int columns, int tileColumns, int tileRows, int[] batchExtents, double flops)
    {
        long batches = batchExtents.Aggregate(1L, (p, e) => p * e);
        long panels = (columns + tileColumns - 1) / tileColumns;
        long wanted = (long)Math.Clamp(flops / ChunkFlops, 1, MostChunks);
        long perBatch = Math.Max(1, wanted / batches);
        long panelChunks = Math.Min(panels, perBatch);
        long panelsPerChunk = (panels + panelChunks - 1) / panelChunks;
        panelChunks = (panels + panelsPerChunk - 1) / panelsPerChunk;
        long tiles = (rows + tileRows - 1) / tileRows;
        long rowChunks = Math.Clamp(perBatch / panelChunks, 1, tiles);
        long rowsPerChunk = (tiles + rowChunks - 1) / rowChunks * tileRows;
        rowChunks = (rows + rowsPerChunk - 1) / rowsPerChunk;
        (table[ContractionKernel.RowsPerChunk], table[ContractionKernel.RowChunks]) = (rowsPerChunk, rowChunks);
        (table[ContractionKernel.PanelsPerChunk], table[ContractionKernel.PanelChunks]) = (panelsPerChunk, panelChunks);
        return batches * rowChunks * panelChunks;
    }
}
