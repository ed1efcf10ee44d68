namespace NeuralJit.Compilation;

/// <summary>Gives buffers offsets in one arena so that buffers that are alive at the same time do not overlap.</summary>
internal sealed class ArenaPlan
{
    private const long Alignment = 64;

    private readonly List<Buffer> buffers = [];

    /// <summary>Bytes of the arena; known once <see cref="Place"/> ran.</summary>
    public long Bytes { get; private set; }

    /// <summary>
    /// Asks for a buffer that is alive from step <paramref name="first"/> to step <paramref name="last"/>, both included.
    /// </summary>
    public void Add(Node node, long bytes, int first, int last) => buffers.Add(new Buffer(node, Math.Max(bytes, 1), first, last));

    /// <summary>Places the largest buffers first, each at the lowest offset that is free while it is alive.</summary>
    public Dictionary<Node, long> Place()
    {
        var offsets = new Dictionary<Node, long>(ReferenceEqualityComparer.Instance);
        var memory = new MemoryInUse(buffers.Sum(b => b.Aligned), Alignment);
        foreach (Buffer buffer in buffers.OrderByDescending(b => b.Bytes).ThenBy(b => b.First))
        {
            long offset = memory.Take(buffer.First, buffer.Last, buffer.Aligned);
            offsets[buffer.Node] = offset;
            Bytes = Math.Max(Bytes, offset + buffer.Bytes);
        }
        return offsets;
    }

    private sealed record Buffer(Node Node, long Bytes, int First, int Last)
    {
        // Every offset is aligned, so a buffer takes all up to the next one.
        public long Aligned => (Bytes + Alignment - 1) / Alignment * Alignment;
    }
}
