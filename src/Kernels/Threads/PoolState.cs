using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace NeuralJit.Kernels;

/// <summary>The job of a <see cref="WorkerPool"/>; what is written often lies on cache lines of its own.</summary>
[StructLayout(LayoutKind.Explicit, Size = 576)]
internal struct PoolState
{
    /// <summary>Open flag, limit and number of workers that have joined.</summary>
    [FieldOffset(128)]
    public long Gate;

    /// <summary>The next chunk to claim.</summary>
    [FieldOffset(256)]
    public long Next;

    /// <summary>1 while a caller owns the pool.</summary>
    [FieldOffset(384)]
    public int Busy;

    /// <summary>The chunks of the job.</summary>
    [FieldOffset(400)]
    public long Chunks;

    /// <summary>The most chunks that are claimed at a time.</summary>
    [FieldOffset(408)]
    public long Step;

    /// <summary>Into how many pieces the chunks that are left are divided.</summary>
    [FieldOffset(440)]
    public long Shares;

    /// <summary>The argument of the body.</summary>
    [FieldOffset(416)]
    public long Argument;

    /// <summary>The loop's body.</summary>
    [FieldOffset(424)]
    public ChunkBody? Body;

    /// <summary>The first exception of a chunk.</summary>
    [FieldOffset(432)]
    public ExceptionDispatchInfo? Failure;
}
