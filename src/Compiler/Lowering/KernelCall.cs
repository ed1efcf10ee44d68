namespace NeuralJit.Compilation;

/// <summary>An address that a kernel's argument table holds: an element of the memory of a node.</summary>
/// <param name="Slot">The entry of the table.</param>
/// <param name="Source">The node whose memory it is.</param>
/// <param name="ByteOffset">Bytes after its start.</param>
internal sealed record AddressArgument(int Slot, Node Source, long ByteOffset);

/// <summary>What a kernel is, with the arguments of one use of it.</summary>
internal sealed record KernelCall
{
    /// <summary>What dumps call it.</summary>
    public required string Name { get; init; }

    /// <summary>loop, column or contraction.</summary>
    public required string Kind { get; init; }

    /// <summary>All that its code depends on.</summary>
    public required IKernelStructure Structure { get; init; }

    /// <summary>Extents and strides; addresses are still 0.</summary>
    public required long[] Arguments { get; init; }

    /// <summary>The addresses.</summary>
    public required IReadOnlyList<AddressArgument> Addresses { get; init; }

    /// <summary>Independent pieces of work; set by the shape, never by the number of threads.</summary>
    public required long Chunks { get; init; }

    /// <summary>Whether the work is large enough to be shared by threads.</summary>
    public required bool IsParallel { get; init; }

    /// <summary>Iteration space and ops, for dumps.</summary>
    public required string Description { get; init; }

    /// <summary>What it reads, for reports.</summary>
    public required IReadOnlyList<AccessReport> Loads { get; init; }

    /// <summary>What it writes, for reports.</summary>
    public required IReadOnlyList<AccessReport> Stores { get; init; }

    /// <summary>The register tile as text, for reports; null where there is none.</summary>
    public string? Tile { get; init; }

    /// <summary>Sweeps over a row, for reports.</summary>
    public int Sweeps { get; init; } = 1;

    /// <summary>Virtual vectors that one turn of its loop takes, for reports.</summary>
    public int Unroll { get; init; } = 1;
}
