namespace NeuralJit.Compilation;

/// <content>Which programs there are, and which are being compiled, by whom.</content>
public sealed partial class CompiledFunction
{
    private const int KeptWhateverTheirMemory = 16;

    private readonly object gate = new();
    private readonly LinkedList<Kept> recent = [];
    private readonly List<Wanted> compiling = [];

    private CompiledProgram? Known(ReadOnlySpan<TensorType> types)
    {
        lock (gate)
        {
            return FindKept(types) is { } known ? (last = known).Program : null;
        }
    }

    /// <summary>
    /// Takes over the compilation for these types; null when there is a program already, or when one of the <paramref name="others"/>
    /// compiles it.
    /// </summary>
    private Wanted? Claim(ReadOnlySpan<TensorType> types, out Wanted? others)
    {
        lock (gate)
        {
            others = FindWanted(types);
            if (others?.Thread == Environment.CurrentManagedThreadId)
            {
                throw new GraphException(
                    $"the compiled function asks for its own program for ({string.Join(", ", others.Types)}) while it is traced "
                    + $"for these types");
            }
            if (others is not null || FindKept(types) is not null)
            {
                return null;
            }
            var mine = new Wanted(types.ToArray(), Environment.CurrentManagedThreadId);
            compiling.Add(mine);
            return mine;
        }
    }

    private Wanted? FindWanted(ReadOnlySpan<TensorType> types)
    {
        foreach (Wanted wanted in compiling)
        {
            if (types.SequenceEqual(wanted.Types))
            {
                return wanted;
            }
        }
        return null;
    }

    /// <summary>Waits until another thread's compilation has ended, whether it succeeded or not.</summary>
    private void Await(Wanted? others)
    {
        lock (gate)
        {
            while (others is not null && compiling.Contains(others))
            {
                Monitor.Wait(gate);
            }
        }
    }

    private void Release(Wanted? mine)
    {
        lock (gate)
        {
            if (mine is not null && compiling.Remove(mine))
            {
                Monitor.PulseAll(gate);
            }
        }
    }

    private Kept? FindKept(ReadOnlySpan<TensorType> types)
    {
        for (LinkedListNode<Kept>? entry = recent.First; entry is not null; entry = entry.Next)
        {
            if (entry.Value.IsFor(types))
            {
                recent.Remove(entry);
                recent.AddFirst(entry);
                return entry.Value;
            }
        }
        return null;
    }

    private Kept Keep(Kept made)
    {
        lock (gate)
        {
            recent.AddFirst(made);
            DropOld();
            return last = made;
        }
    }

    private void DropOld()
    {
        long bytes = recent.Sum(k => k.Program.Executor.WorkingBytes);
        while (recent.Count > options.CacheSize || (recent.Count > KeptWhateverTheirMemory && bytes > options.CacheBytes))
        {
            bytes -= recent.Last!.Value.Program.Executor.WorkingBytes;
            recent.RemoveLast();
        }
    }

    /// <summary>A program, and the settings under which it is the right one.</summary>
    private sealed record Kept(CompiledProgram Program, TraceSettings Settings)
    {
        public bool IsFor(ReadOnlySpan<TensorType> types) => types.SequenceEqual(Program.InputTypes) && Settings.AreCurrent;
    }

    /// <summary>What a thread compiles at the moment.</summary>
    private sealed class Wanted(TensorType[] types, int thread)
    {
        public TensorType[] Types => types;

        public int Thread => thread;
    }
}
