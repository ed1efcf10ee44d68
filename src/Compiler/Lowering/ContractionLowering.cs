namespace NeuralJit.Compilation;

/// <summary>Turns a matrix product and what is done to its result into a kernel and its arguments.</summary>
internal static class ContractionLowering
{
    /// <summary>The kernel call.</summary>
    public static KernelCall Lower(Group group, HashSet<Node> stored, int vectorBits, string name)
    {
        Node product = group.Nodes.First(n => Contractions.IsContraction(n.Op));
        KernelBody body = BodyBuilder.Build(group, stored);
        Shift(body);
        string ops = string.Join('+', group.Nodes.Select(n => n.Op.Name));
        return product.Op switch
        {
            PlaneConv conv => ConvLowering.Plan(product, conv, body).ToCall(name, $"{ops} {product.Type}", product),
            PointwiseConv conv => ConvLowering.Plan(product, conv, body).ToCall(name, $"{ops} {product.Type}", product),
            PositionConv conv => ConvLowering.Plan(product, conv, body).ToCall(name, $"{ops} {product.Type}", product),
            PlaneWeightGradient gradient => WeightGradientLowering.Plan(product, gradient, body).ToCall(name, $"{ops} {product.Type}", product),
            _ => LowerProduct(product, group.Domain, body, vectorBits, name, ops),
        };
    }

    /// <summary>How the accesses of the results move from column to column.</summary>
    public static InnerStep[] StepsOf(KernelBody body, IReadOnlyList<long> columnStrides, bool oneColumn) =>
        [.. columnStrides.Select((stride, k) => k <= ContractionKernel.Right || stride == 0 || oneColumn && stride != 1 ? InnerStep.None : stride == 1 ? InnerStep.One : InnerStep.Strided)];

    /// <summary>Vectors of the columns that are left by tiles of <paramref name="vectors"/>.</summary>
    public static int LastVectors(int columns, int vectors, int lanes) => ((columns % (vectors * lanes)) + lanes - 1) / lanes;

    private static KernelCall LowerProduct(Node product, Shape domain, KernelBody body, int vectorBits, string name, string ops)
    {
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
        TileShape tile = TileShape.For(vectors, oneRow, vectorBits, body.Type);
        long[] columnStrides = [.. body.Accesses.Select(a => a.Strides[^1])];
        var plan = new ContractionPlan
        {
            Body = body,
            Kernel = new ContractionKernel(body, tile, batchExtents.Length, StepsOf(body, columnStrides, columns == 1))
            {
                WholeTiles = columns >= vectors * lanes,
                LastVectors = LastVectors(columns, vectors, lanes),
                OpenRight = packed,
            },
            BatchExtents = batchExtents,
            Rows = rows,
            Columns = columns,
            Depths = [(depth, leftDepth, rightDepth)],
            RightPanel = packed ? panelStride : (long)vectors * lanes,
            Strides = strides,
            ColumnStrides = columnStrides,
        };
        return plan.ToCall(name, $"{ops} {rows}×{depth}×{columns}{(packed ? " with the right operand packed" : "")}", product);
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
}
