namespace NeuralJit.Compilation;

/// <summary>Gives buffers offsets in one arena so that buffers that are alive at the same time do not overlap.</summary>
internal sealed class ArenaPlan
{
    private const long Alignment = 64;

    private readonly List<Buffer> buffers = [];

    /// <summary>Bytes of the arena; known once <see cref="Place"/> ran.</summary>
    public long Bytes { get; private set; }

    /// <summary>Asks for a buffer that is alive from step <paramref name="first"/> to step <paramref name="last"/>, both included.</summary>
    public void Add(Node node, long bytes, int first, int last) => buffers.Add(new Buffer(node, Math.Max(bytes, 1), first, last));

    /// <summary>Places the largest buffers first, each at the lowest offset that is free while it is alive.</summary>
    public Dictionary<Node, long> Place()
    {
        var placed = new List<Buffer>();
        foreach (Buffer buffer in buffers.OrderByDescending(b => b.Bytes).ThenBy(b => b.First))
        {
            long offset = 0;
            foreach (Buffer other in placed.Where(o => o.First <= buffer.Last && buffer.First <= o.Last).OrderBy(o => o.Offset))
            {
                if (other.Offset - offset >= buffer.Bytes)
                {
                    break;
                }
                offset = Math.Max(offset, (other.Offset + other.Bytes + Alignment - 1) / Alignment * Alignment);
            }
            buffer.Offset = offset;
            Bytes = Math.Max(Bytes, offset + buffer.Bytes);
            placed.Add(buffer);
        }
        return placed.ToDictionary(b => b.Node, b => b.Offset, (IEqualityComparer<Node>)ReferenceEqualityComparer.Instance);
    }

    private sealed record Buffer(Node Node, long Bytes, int First, int Last)
    {
        public long Offset { get; set; }
    }
}
