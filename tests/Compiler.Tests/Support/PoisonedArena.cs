namespace NeuralJit.Compilation.Tests;

/// <summary>
/// Before each step, all of the arena that no later step needs is filled with bytes that mean nothing; after it, nothing but what it writes
/// has changed.
/// </summary>
internal sealed unsafe class PoisonedArena(Executor executor, byte filling, string what) : IStepObserver
{
    /// <inheritdoc/>
    public void Run(int number, BoundStep step, RunContext context, nint* arguments, int threads)
    {
        var arena = new Span<byte>(
            (void*)context.AddressOf(new Location(MemoryKind.Arena, 0), arguments), checked((int)executor.Memory.ArenaBytes));
        byte[] expected = new byte[arena.Length];
        Array.Fill(expected, filling);
        Node[] needed = [.. executor.Program.Skip(number).SelectMany(s => s.Reads)];
        Copy(executor.Program.Take(number).SelectMany(s => s.Writes).Intersect(needed), arena, expected);
        expected.CopyTo(arena);
        step.Run(context, arguments, threads);
        Copy(executor.Program[number].Writes, arena, expected);
        Assert.That(arena.SequenceEqual(expected), $"{what}: step {number} ({executor.Program[number]}) has written what is not its own");
    }

    private void Copy(IEnumerable<Node> nodes, Span<byte> from, byte[] to)
    {
        foreach (Node node in nodes)
        {
            if (executor.Memory[node] is { Kind: MemoryKind.Arena, Value: var offset })
            {
                from.Slice((int)offset, (int)node.Type.Bytes).CopyTo(to.AsSpan((int)offset));
            }
        }
    }
}
