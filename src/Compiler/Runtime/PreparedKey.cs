namespace NeuralJit.Compilation;

/// <summary>
/// What prepared values are computed from, and in which order they are written. Ops are compared by the equality by which nodes are shared
/// too: what an op prints of itself need not be all of it.
/// </summary>
internal sealed class PreparedKey : IEquatable<PreparedKey>
{
    private readonly (Op Op, TensorType Type)[] nodes;
    // The numbers of the nodes' inputs, each list after its length, then those of the nodes that are written.
    private readonly int[] edges;
    private readonly int hash;

    /// <summary>The key of the values that <paramref name="prepare"/> writes.</summary>
    public PreparedKey(IReadOnlyList<Step> prepare)
    {
        Node[] written = [.. prepare.SelectMany(s => s.Writes)], all = [.. TopologicalOrder.Of(written, stop: null)];
        var numbers = new Dictionary<Node, int>(ReferenceEqualityComparer.Instance);
        var numbered = new List<int>();
        foreach (Node node in all)
        {
            numbers[node] = numbers.Count;
            numbered.Add(node.Inputs.Length);
            numbered.AddRange(node.Inputs.ToArray().Select(i => numbers[i]));
        }
        nodes = [.. all.Select(n => (n.Op, n.Type))];
        edges = [.. numbered, .. written.Select(n => numbers[n])];
        hash = HashOf();
    }

    /// <inheritdoc/>
    public bool Equals(PreparedKey? other) =>
        other is not null && hash == other.hash && edges.AsSpan().SequenceEqual(other.edges) && nodes.AsSpan().SequenceEqual(other.nodes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PreparedKey);

    /// <inheritdoc/>
    public override int GetHashCode() => hash;

    private int HashOf()
    {
        var code = new HashCode();
        foreach ((Op op, TensorType type) in nodes)
        {
            code.Add(op);
            code.Add(type);
        }
        foreach (int edge in edges)
        {
            code.Add(edge);
        }
        return code.ToHashCode();
    }
}
