namespace NeuralJit.Compilation;

/// <summary>
/// Writes matrix products that would leave most of a register tile empty as sums of element-wise products, which walk memory once, in its
/// order: products with a vector, and of depth 1. A matrix that is prepared stays: packed, it is read as fast.
/// </summary>
internal static class ProductsAsSums
{
    private const int ShortestDepth = 64;

    /// <summary>A matrix that stays in the second-level cache can be read in tiles of columns.</summary>
    private const long SecondLevelCache = 1 << 20;

    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("products as sums", Run)
    {
        Rules = ["a·b of depth 1 → a∘b", "a·v → Σ a∘vᵀ", "v·b → Σ vᵀ∘b"],
    };

    private static Graph Run(Graph graph, RewriteLog log)
    {
        var prepared = new PreparedNodes(graph);
        Rule[] rules =
        [
            new(Pass.Rules[0], node => node.Inputs[0].Shape[-1] == 1 ? node.Inputs[0] * node.Inputs[1] : null),
            new(Pass.Rules[1], TimesVector),
            new(Pass.Rules[2], node => prepared.Contains(node.Inputs[1]) ? null : VectorTimes(node)),
        ];
        return graph.Rewrite(node =>
            node.Op is MatMul && node.DType.IsComputeFloat && node.Shape.Count > 0 ? log.Apply(rules, node) : node);
    }

    private static Node? TimesVector(Node node)
    {
        Node a = node.Inputs[0];
        return node.Shape[-1] == 1 && a.Shape[-1] >= ShortestDepth && a.LayoutInSource is { } layout && HasNeighbours(layout)
            ? (a * Transposed(node.Inputs[1])).Sum(-1, keepDims: true)
            : null;
    }

    private static Node? VectorTimes(Node node)
    {
        Node a = node.Inputs[0], b = node.Inputs[1];
        if (node.Shape[-2] != 1 || a.Shape[-1] < ShortestDepth || b.LayoutInSource is not { } layout)
        {
            return null;
        }
        return layout.Strides[^2] == 1 ? (a * Transposed(b)).Sum(-1, keepDims: true).Reshape(node.Shape)
            : layout.Strides[^1] == 1 && b.Type.Bytes > SecondLevelCache ? (Transposed(a) * b).Sum(-2, keepDims: true)
            : null;
    }

    private static bool HasNeighbours(Layout layout) => layout.Strides[^1] == 1 || layout.Strides[^2] == 1;

    private static Node Transposed(Node x)
    {
        int[] axes = [.. Enumerable.Range(0, x.Rank)];
        (axes[^1], axes[^2]) = (axes[^2], axes[^1]);
        return Node.Apply(new Transpose(Shape.Create(axes)), x);
    }
}
