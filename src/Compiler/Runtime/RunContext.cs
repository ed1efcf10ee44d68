using NeuralJit.Kernels;

namespace NeuralJit.Compilation;

/// <summary>The memory of one run at a time: the arena and the argument tables of all kernels, addresses filled in.</summary>
internal sealed unsafe class RunContext
{
    private readonly Storage arena;
    private readonly Storage tables;
    private readonly (nint Entry, int Argument, long Offset)[] patches;

    /// <summary>Makes the memory for <paramref name="steps"/>.</summary>
    public RunContext(BoundStep[] steps, MemoryMap memory)
    {
        arena = Storage.AllocateBytes(Math.Max(64, memory.ArenaBytes));
        Telemetry.CountArena(memory.ArenaBytes);
        tables = Storage.Allocate<long>(Math.Max(1, steps.Sum(s => s.TableLength)));
        Memory = memory;
        var open = new List<(nint Entry, int Argument, long Offset)>();
        foreach (BoundStep step in steps)
        {
            step.FillTable(this, (long*)TableOf(step), open);
        }
        patches = [.. open];
    }

    /// <summary>Where nodes have their memory.</summary>
    public MemoryMap Memory { get; }

    /// <summary>The argument table of a step.</summary>
    public long TableOf(BoundStep step) => tables.Address + (step.TableStart * sizeof(long));

    /// <summary>Writes the addresses of the run's arguments into the tables.</summary>
    public void SetArguments(nint* arguments)
    {
        foreach ((nint entry, int argument, long offset) in patches)
        {
            *(long*)entry = arguments[argument] + offset;
        }
    }

    /// <summary>An address in this context; for arguments, in the run whose <paramref name="arguments"/> are given.</summary>
    public nint AddressOf(Location location, nint* arguments) => location.Kind switch
    {
        MemoryKind.Arena => arena.Address + (nint)location.Value,
        MemoryKind.Argument => arguments[location.Value],
        _ => (nint)location.Value,
    };
}
