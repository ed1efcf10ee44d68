namespace NeuralJit.Inspection;

/// <summary>A kernel.</summary>
public sealed record DocumentKernel
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>loop, column, contraction, library or assign.</summary>
    public required string Kind { get; init; }

    /// <summary>Whether it runs only when a parameter has changed.</summary>
    public bool Prepared { get; init; }

    /// <summary>Numbers of the values that it computes.</summary>
    public required IReadOnlyList<int> Nodes { get; init; }

    /// <summary>The iteration space.</summary>
    public required IReadOnlyList<int> Domain { get; init; }

    /// <summary>The axes of it that are reduced; null when none are.</summary>
    public IReadOnlyList<int>? Reduced { get; init; }

    /// <summary>What it reads.</summary>
    public required IReadOnlyList<DocumentAccess> Loads { get; init; }

    /// <summary>What it writes.</summary>
    public required IReadOnlyList<DocumentAccess> Stores { get; init; }

    /// <summary>The register tile, or null.</summary>
    public string? Tile { get; init; }

    /// <summary>Bits of its vectors; 0 where the library chooses.</summary>
    public int VectorBits { get; init; }

    /// <summary>Virtual vectors of 64 bytes in one turn of the innermost loop.</summary>
    public int Unroll { get; init; }

    /// <summary>Walks over each row.</summary>
    public int Passes { get; init; }

    /// <summary>Pieces that threads share.</summary>
    public long Chunks { get; init; }

    /// <summary>Whether threads share them.</summary>
    public bool Parallel { get; init; }

    /// <summary>Floating-point operations.</summary>
    public long Flops { get; init; }

    /// <summary>Bytes read.</summary>
    public long BytesRead { get; init; }

    /// <summary>Bytes written.</summary>
    public long BytesWritten { get; init; }

    /// <summary>Ops, iteration space, tile, chunks in one line.</summary>
    public required string Description { get; init; }

    /// <summary>The position of its generated code among the document's; null for library kernels.</summary>
    public int? Code { get; init; }
}

/// <summary>Memory that a kernel reads or writes: whose, how much, and contiguous, strided, broadcast or table.</summary>
public sealed record DocumentAccess(int Node, long Bytes, string Pattern);

/// <summary>One use of a computed value by another op.</summary>
/// <param name="Producer">The value.</param>
/// <param name="Consumer">The op that reads it.</param>
/// <param name="From">The kernel that computes the value.</param>
/// <param name="To">The kernel that uses it.</param>
/// <param name="Fused">Whether they are one.</param>
/// <param name="Reason">Why (not), in one word.</param>
/// <param name="Text">Why (not), as a sentence.</param>
/// <param name="Bytes">Bytes that are written and read because they are not.</param>
public sealed record DocumentFusion(int Producer, int Consumer, int From, int To, bool Fused, string Reason, string Text, long Bytes);

/// <summary>The memory plan.</summary>
/// <param name="ArenaBytes">Bytes of the arena of a run.</param>
/// <param name="PreparedBytes">Bytes prepared from parameters.</param>
/// <param name="WithoutReuse">Bytes that the arena would need if no memory were used twice.</param>
/// <param name="Steps">The kernels that run every time, by position.</param>
/// <param name="Buffers">Every value that has memory.</param>
/// <param name="PeakStep">The step at which most of the arena is in use; −1 without an arena.</param>
/// <param name="PeakBytes">Bytes in use at it.</param>
public sealed record DocumentMemory(long ArenaBytes, long PreparedBytes, long WithoutReuse, IReadOnlyList<int> Steps,
    IReadOnlyList<DocumentBuffer> Buffers, int PeakStep, long PeakBytes);

/// <summary>The memory of one value, from its first step to its last; offsets are in the arena.</summary>
public sealed record DocumentBuffer(int Node, string Kind, long? Offset, long Bytes, int First, int Last, string? InPlace);

/// <summary>Measured times of a program.</summary>
public sealed record DocumentProfile
{
    /// <summary>How many runs were measured.</summary>
    public required int Runs { get; init; }

    /// <summary>On how many threads.</summary>
    public required int Threads { get; init; }

    /// <summary>The median of whole runs.</summary>
    public required double MedianMicroseconds { get; init; }

    /// <summary>The fastest whole run.</summary>
    public required double MinMicroseconds { get; init; }

    /// <summary>The machine's greatest rate of float32 multiply-adds on these threads, measured.</summary>
    public required double PeakGflops { get; init; }

    /// <summary>The machine's greatest rate of reading and writing memory on these threads, measured.</summary>
    public required double PeakGbs { get; init; }

    /// <summary>Times by kernel.</summary>
    public required IReadOnlyList<DocumentKernelTime> Kernels { get; init; }

    /// <summary>What ran when on which thread, in one run.</summary>
    public required IReadOnlyList<DocumentEvent> Events { get; init; }
}

/// <summary>The time of a kernel.</summary>
public sealed record DocumentKernelTime(int Kernel, double MedianMicroseconds, double MinMicroseconds);

/// <summary>A piece of a kernel on a thread.</summary>
public sealed record DocumentEvent(int Kernel, int Thread, double StartMicroseconds, double Microseconds);
