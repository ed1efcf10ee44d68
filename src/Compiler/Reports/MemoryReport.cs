namespace NeuralJit.Compilation;

/// <summary>The memory of a program: which value lies where, and for how long.</summary>
public sealed class MemoryReport
{
    /// <summary>Every value that has memory: leaves, then results in the order in which they are written.</summary>
    public required IReadOnlyList<BufferReport> Buffers { get; init; }

    /// <summary>Bytes of the arena that a run works in.</summary>
    public required long ArenaBytes { get; init; }

    /// <summary>Bytes that the arena would need if no memory were used twice.</summary>
    public long BytesWithoutReuse => Arena.Sum(b => b.Bytes);

    /// <summary>The step at which most bytes of the arena are in use, the first of several; −1 without an arena.</summary>
    public int PeakStep => Peak().Step;

    /// <summary>Bytes in use at that step; the arena is as large or, where gaps could not be filled, larger.</summary>
    public long PeakBytes => Peak().Bytes;

    private IEnumerable<BufferReport> Arena => Buffers.Where(b => b.Kind == BufferKind.Arena);

    /// <summary>The values in the arena that are in use during a step, largest first.</summary>
    public IReadOnlyList<BufferReport> AliveAt(int step) =>
        [.. Arena.Where(b => b.First <= step && step <= b.Last).OrderByDescending(b => b.Bytes)];

    private (int Step, long Bytes) Peak()
    {
        var changes = new SortedDictionary<int, long>();
        foreach (BufferReport buffer in Arena)
        {
            changes[buffer.First] = changes.GetValueOrDefault(buffer.First) + buffer.Bytes;
            changes[buffer.Last + 1] = changes.GetValueOrDefault(buffer.Last + 1) - buffer.Bytes;
        }
        (int Step, long Bytes) peak = (-1, 0);
        long bytes = 0;
        foreach ((int step, long change) in changes)
        {
            bytes += change;
            peak = peak.Step < 0 || bytes > peak.Bytes ? (step, bytes) : peak;
        }
        return peak;
    }

    /// <summary>The memory of a program of these steps.</summary>
    internal static MemoryReport Of(
        Graph graph, MemoryMap memory, IReadOnlyList<Step> prepare, IReadOnlyList<Step> steps, Dictionary<Node, Variable> inPlace)
    {
        var prepared = new HashSet<Node>(prepare.SelectMany(s => s.Writes), ReferenceEqualityComparer.Instance);
        var outputs = new HashSet<Node>(graph.Outputs.ToArray().Select(Views.Source), ReferenceEqualityComparer.Instance);
        Dictionary<Node, (int First, int Last)> lives = Lifetimes.Of(steps);
        var buffers = new List<BufferReport>();
        foreach (Node node in graph.Nodes)
        {
            if (lives.TryGetValue(node, out var life) && memory.Find(node) is { } location)
            {
                BufferKind kind = KindOf(node);
                buffers.Add(new BufferReport(node, kind, kind == BufferKind.Arena
                    ? location.Value
                    : 0, node.Type.Bytes, life.First, life.Last, inPlace.GetValueOrDefault(node)));
            }
        }
        return new MemoryReport { Buffers = buffers, ArenaBytes = memory.ArenaBytes };

        BufferKind KindOf(Node node) => node.Op switch
        {
            InputOp => BufferKind.Input,
            VariableRead => BufferKind.Variable,
            ConstantOp => BufferKind.Constant,
            _ when inPlace.ContainsKey(node) => BufferKind.Variable,
            _ when outputs.Contains(node) => BufferKind.Output,
            _ => prepared.Contains(node) ? BufferKind.Prepared : BufferKind.Arena,
        };
    }
}
