namespace NeuralJit.Compilation.Tests;

/// <summary>The arena's offsets are those that looking at every buffer finds.</summary>
internal sealed class ArenaPlanTests
{
    private const long Alignment = 64;

    [Test]
    public void Buffers_lie_at_the_lowest_offsets_that_are_free([Range(0, 39)] int seed)
    {
        var random = new Random(seed);
        int steps = random.Next(1, 120), sizes = random.Next(1, 40);
        (Node Node, long Bytes, int First, int Last)[] buffers = [.. Enumerable.Range(0, random.Next(1, 150)).Select(_ =>
        {
            int first = random.Next(steps), last = Math.Min(steps, first + random.Next(seed % 2 == 0 ? 5 : steps));
            return (Node.Input("x", [1]), (long)random.Next(sizes) * random.Next(1, 300), first, last);
        })];
        var plan = new ArenaPlan();
        Array.ForEach(buffers, b => plan.Add(b.Node, b.Bytes, b.First, b.Last));
        Dictionary<Node, long> actual = plan.Place(), expected = LookingAtEveryBuffer(buffers);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(buffers.Select(b => actual[b.Node]), Is.EqualTo(buffers.Select(b => expected[b.Node])));
            Assert.That(plan.Bytes, Is.EqualTo(buffers.Max(b => expected[b.Node] + Math.Max(1, b.Bytes))));
        }
    }

    [Test]
    public void No_buffers_need_no_memory()
    {
        var plan = new ArenaPlan();
        Assert.That(plan.Place(), Is.Empty);
        Assert.That(plan.Bytes, Is.Zero);
    }

    private static Dictionary<Node, long> LookingAtEveryBuffer((Node Node, long Bytes, int First, int Last)[] buffers)
    {
        var offsets = new Dictionary<Node, long>();
        var placed = new List<(long Offset, long Bytes, int First, int Last)>();
        foreach (var buffer in buffers.OrderByDescending(b => Math.Max(1, b.Bytes)).ThenBy(b => b.First))
        {
            long offset = 0, bytes = Math.Max(1, buffer.Bytes);
            foreach (var other in placed.Where(o => o.First <= buffer.Last && buffer.First <= o.Last).OrderBy(o => o.Offset))
            {
                if (other.Offset - offset >= bytes)
                {
                    break;
                }
                offset = Math.Max(offset, (other.Offset + other.Bytes + Alignment - 1) / Alignment * Alignment);
            }
            offsets[buffer.Node] = offset;
            placed.Add((offset, bytes, buffer.First, buffer.Last));
        }
        return offsets;
    }
}
