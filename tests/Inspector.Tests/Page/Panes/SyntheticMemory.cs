namespace NeuralJit.Inspection.Tests;

/// <summary>A memory plan for a synthetic network: each stored value at the lowest offset that is free as long as it lives.</summary>
internal sealed class SyntheticMemory
{
    private readonly SyntheticNetwork network;
    private readonly List<Lifetime> lifetimes = [];

    /// <summary>Plans the memory of <paramref name="network"/>.</summary>
    public SyntheticMemory(SyntheticNetwork network)
    {
        this.network = network;
        for (int step = 0; step < network.Kernels.Count; step++)
        {
            foreach (SyntheticValue value in network.Kernels[step].Stores.Where(s => s.Updates is null))
                lifetimes.Add(Place(value, step));
        }
    }

    /// <summary>The size of the arena.</summary>
    public long Arena => lifetimes.Max(l => l.Offset + l.Value.Bytes);

    /// <summary>The bytes alive at each step.</summary>
    public long[] Alive => [.. Enumerable.Range(0, network.Kernels.Count)
        .Select(s => lifetimes.Where(l => l.First <= s && s <= l.Last).Sum(l => l.Value.Bytes))];

    /// <summary>The member "memory" of the report.</summary>
    public object Document()
    {
        long[] alive = Alive;
        int last = alive.Length - 1;
        IEnumerable<object> arena = lifetimes.Select(
            l => (object)new { Node = l.Value.Id, Kind = "arena", l.Offset, l.Value.Bytes, l.First, l.Last });
        IEnumerable<object> given = network.Values.Where(v => v.Kind != "op")
            .Select(v => (object)new { Node = v.Id, v.Kind, v.Bytes, First = 0, Last = last });
        IEnumerable<object> updated = network.Updates.Select(
            u => (object)new { Node = u.Id, Kind = "variable", u.Bytes, First = Step(u), Last = Step(u), InPlace = u.Updates });
        return new
        {
            ArenaBytes = Arena,
            PreparedBytes = 0,
            WithoutReuse = lifetimes.Sum(l => l.Value.Bytes),
            Steps = Enumerable.Range(0, alive.Length),
            Buffers = arena.Concat(given).Concat(updated),
            PeakStep = Array.IndexOf(alive, alive.Max()),
            PeakBytes = alive.Max(),
        };
    }

    private int Step(SyntheticValue value) => network.Kernels.Index().Single(k => k.Item.Stores.Contains(value)).Index;

    private Lifetime Place(SyntheticValue value, int first)
    {
        int last = network.Kernels.Index().Where(k => k.Item.Loads.Contains(value)).Select(k => k.Index).DefaultIfEmpty(first).Max();
        Lifetime[] beside = [.. lifetimes.Where(l => l.First <= last && first <= l.Last).OrderBy(l => l.Offset)];
        long offset = 0;
        foreach (Lifetime other in beside)
        {
            if (offset < other.Offset + other.Value.Bytes && other.Offset < offset + value.Bytes)
                offset = other.Offset + other.Value.Bytes;
        }

        return new(value, offset, first, last);
    }

    private sealed record Lifetime(SyntheticValue Value, long Offset, int First, int Last);
}
