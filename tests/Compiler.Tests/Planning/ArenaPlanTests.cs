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

    /// <summary>
    /// A training step of blocks: values of the way there of which some live to the way back and some are gone before it. At offsets side
    /// by side lie lives that end at different steps; a search that passes them one by one takes steps as the square of the blocks.
    /// </summary>
    [Test]
    public void The_search_for_free_bytes_takes_steps_in_proportion_to_the_values()
    {
        double growth = (double)VisitsFor(blocks: 4000) / VisitsFor(blocks: 1000);
        // n·log n grows by 4.8, n² by 16.
        Assert.That(growth, Is.LessThan(6), $"{growth:F1} times the steps for 4 times the values");
    }

    private static long VisitsFor(int blocks)
    {
        int turn = 2 * blocks, end = 6 * blocks;
        var memory = new MemoryInUse(4L * blocks * Alignment, Alignment);
        for (int i = 0; i < blocks; i++)
        {
            memory.Take(2 * i, (2 * turn) - (2 * i), Alignment);
            memory.Take((2 * i) + 1, end - i, Alignment);
            memory.Take((2 * i) + 1, (2 * i) + 2, Alignment);
        }
        for (int step = turn; step < end; step++)
        {
            memory.Take(step, Math.Min(end, step + 1), Alignment);
        }
        return memory.Visits;
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
