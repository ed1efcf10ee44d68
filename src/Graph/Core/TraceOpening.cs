namespace NeuralJit;

/// <summary>
/// One opening of a trace on one thread: by its constructor, or by <see cref="GraphTrace.Resume"/>. It flows along with the code, into
/// timers and tasks that may outlive the trace, so it lets go of it when it ends. A trace can be opened again, an opening cannot: the chain
/// of those around it never closes to a ring.
/// </summary>
/// <param name="opened">The trace.</param>
/// <param name="isRewriting">Whether a compiler pass opens it.</param>
/// <param name="outer">The opening around it on its thread.</param>
/// <param name="before">The opening under which the code was that opens it.</param>
internal sealed class TraceOpening(GraphTrace opened, bool isRewriting, TraceOpening? outer, TraceOpening? before)
{
    // The thread itself: the numbers of threads that have ended are given to others.
    private readonly Thread thread = Thread.CurrentThread;
    private GraphTrace? trace = opened;

    /// <summary>The trace; null when the opening has ended.</summary>
    public GraphTrace? Trace => Volatile.Read(ref trace);

    /// <summary>
    /// The opening around it on its thread, or null. It may be that of other code, which has left it open there and awaits something.
    /// </summary>
    public TraceOpening? Outer { get; } = outer;

    /// <summary>The opening that holds again, when this one has ended, for the code that opened it; null when there is none.</summary>
    public TraceOpening? Before { get; } = before;

    /// <summary>Whether a compiler pass has opened it.</summary>
    public bool IsRewriting { get; } = isRewriting;

    /// <summary>Whether it has not ended.</summary>
    public bool IsOpen => Trace is not null;

    /// <summary>Whether it is that of the thread that asks.</summary>
    public bool IsHere => ReferenceEquals(thread, Thread.CurrentThread);

    /// <summary>The managed id of its thread, for messages.</summary>
    public int ThreadId => thread.ManagedThreadId;

    /// <summary>Whether the trace is eager, for messages.</summary>
    public bool IsEager { get; } = opened.IsEager;

    /// <summary>Ends it; false when it has ended before.</summary>
    public bool TryEnd() => Interlocked.Exchange(ref trace, null) is not null;
}
