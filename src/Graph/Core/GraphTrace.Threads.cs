namespace NeuralJit;

/// <content>
/// Which trace is current. A trace belongs to the thread that opened it. An <c>await</c> may leave that thread, with the trace still open
/// there, and go on on another one: so what is current on the thread is compared with what flows along with the code, and code to which
/// both do not apply is refused. Both are openings (<see cref="TraceOpening"/>), each with a chain of its own: those around it on the
/// thread, and what held before for the code that opened it.
/// </content>
public sealed partial class GraphTrace
{
    private const string Remedy =
        "open a trace, make its nodes and dispose it in one piece of code without await: put that piece into a method of its own, and "
        + "await before or after it";

    private static readonly AsyncLocal<TraceOpening?> Flowing = new();

    [ThreadStatic]
    private static TraceOpening? current;

    // The last one; it says whether the trace is open.
    private TraceOpening? opening;

    /// <summary>The innermost trace of this thread, or null: then nodes are symbolic and know no place.</summary>
    /// <exception cref="GraphException">An await has separated this code from the thread on which its trace is open.</exception>
    public static GraphTrace? Current
    {
        get
        {
            TraceOpening? here = Innermost;
            // Passes open and end their traces by themselves.
            if (here is { IsRewriting: true })
            {
                return here.Trace;
            }
            TraceOpening? flowing = FirstOpen(Flowing.Value);
            return ReferenceEquals(here, flowing) ? here?.Trace : throw Separated(here, flowing);
        }
    }

    /// <summary>The innermost opening on this thread, whatever code asks.</summary>
    private static TraceOpening? Innermost
    {
        get
        {
            // One that was ended on another thread.
            while (current is { IsOpen: false } ended)
            {
                current = ended.Outer;
            }
            return current;
        }
    }

    /// <summary>
    /// Makes a trace that was ended current again until the result is disposed: steps of eager training reuse the memory of the first
    /// one. Its random streams begin again, under the step that <see cref="NextStep"/> went to.
    /// </summary>
    /// <exception cref="GraphException">The trace is open.</exception>
    public ResumedTrace Resume()
    {
        TraceOpening resumed = Open();
        nextStream = 0;
        return new ResumedTrace(this, resumed);
    }

    /// <summary>Ends the trace; the outer one, if any, is current again.</summary>
    /// <exception cref="GraphException">
    /// It is disposed on another thread than the one that opened it, or before a trace inside it, which ends with it. It is ended all the
    /// same.
    /// </exception>
    public void Dispose() => End(Volatile.Read(ref opening)!);

    /// <summary>Ends the trace if it is still open as it was opened there.</summary>
    internal void End(TraceOpening opened)
    {
        bool innermost = ReferenceEquals(Innermost, opened);
        if (!opened.TryEnd())
        {
            return;
        }
        if (!opened.IsHere)
        {
            throw new GraphException(
                $"trace: it was opened on {Describe(opened.ThreadId)} and is disposed on "
                + $"{Describe(Environment.CurrentManagedThreadId)}; {Remedy}");
        }
        EndInside(opened);
        current = opened.Outer;
        if (!rewriting || !innermost)
        {
            Flowing.Value = FirstOpen(Flowing.Value);
        }
        if (!innermost)
        {
            throw new GraphException(
                "trace: it is disposed while a trace that was opened inside it is still open; both are ended; dispose traces in reverse "
                + "order, best by using");
        }
    }

    /// <summary>Ends what was opened inside this trace and is still open; tells whether something was.</summary>
    internal bool EndInside()
    {
        TraceOpening mine = Volatile.Read(ref opening)!;
        // Asked first: what is open after that is in the thread's chain.
        TraceOpening? innermost = Innermost;
        if (!mine.IsOpen || !mine.IsHere || ReferenceEquals(innermost, mine))
        {
            return false;
        }
        EndInside(mine);
        Flowing.Value = FirstOpen(Flowing.Value);
        return true;
    }

    /// <summary>Says that something has left a trace open inside this one, and ends that.</summary>
    /// <exception cref="GraphException">It has.</exception>
    internal void CheckInside(string what)
    {
        if (EndInside())
        {
            throw new GraphException(
                $"{what}: a trace that was opened in it is still open when it returns; it is ended; dispose what is opened, best by using"
                + DescribePlace());
        }
    }

    /// <summary>
    /// Runs a user's code under this trace. What it leaves open is ended; when it throws, that error is not hidden by one of disposing in
    /// the wrong order.
    /// </summary>
    /// <exception cref="GraphException">It has left a trace open.</exception>
    internal T Run<T>(string what, Func<T> code)
    {
        T result;
        try
        {
            result = code();
        }
        catch
        {
            EndInside();
            throw;
        }
        CheckInside(what);
        return result;
    }

    /// <summary>Refuses the use of a trace on another thread than the one on which it is open.</summary>
    /// <exception cref="GraphException">It is open on another thread.</exception>
    internal void CheckNotElsewhere()
    {
        TraceOpening mine = Volatile.Read(ref opening)!;
        if (mine.IsOpen && !mine.IsHere)
        {
            throw new GraphException(
                $"trace: it is open on {Describe(mine.ThreadId)} and is used on {Describe(Environment.CurrentManagedThreadId)}; {Remedy}");
        }
    }

    /// <summary>What a node, made on a thread, has to do with this one: empty when both are the same.</summary>
    internal static string DescribeThread(int made) => made == Environment.CurrentManagedThreadId
        ? ""
        : $" on {Describe(made)}, and is used on {Describe(Environment.CurrentManagedThreadId)}: a trace holds on the thread that opened "
        + $"it only; {Remedy}";

    private static void EndInside(TraceOpening outer)
    {
        for (; current is { } inside && !ReferenceEquals(inside, outer); current = inside.Outer)
        {
            inside.TryEnd();
        }
    }

    /// <summary>What holds for code that began under an opening: it, or once that has ended what held before.</summary>
    private static TraceOpening? FirstOpen(TraceOpening? opening)
    {
        while (opening is { IsOpen: false })
        {
            opening = opening.Before;
        }
        return opening;
    }

    private static GraphException Separated(TraceOpening? here, TraceOpening? flowing)
    {
        string mode = (here ?? flowing)!.IsEager ? "an eager" : "a symbolic", now = Describe(Environment.CurrentManagedThreadId);
        return new GraphException(here is null
            ? $"trace: this code began under {mode} trace that is open on {Describe(flowing!.ThreadId)}, and goes on on {now}, where it "
            + $"does not hold; {Remedy}"
            : $"trace: {mode} trace is open on {now}, but not for this code: the method that opened it has gone on to await something, or "
            + $"was started elsewhere; {Remedy}");
    }

    private static string Describe(int id)
    {
        string? name = id == Environment.CurrentManagedThreadId ? Thread.CurrentThread.Name : null;
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"thread {id}{(name is null ? "" : $" ({name})")}");
    }

    private TraceOpening Open()
    {
        TraceOpening? last = Volatile.Read(ref opening);
        var next = new TraceOpening(this, rewriting, Innermost, FirstOpen(Flowing.Value));
        // Of two threads that open it at the same time, one does.
        if (last is { IsOpen: true } || Interlocked.CompareExchange(ref opening, next, last) != last)
        {
            throw new GraphException(
                $"trace: it is open on {Describe(opening!.ThreadId)} already; it can be resumed once that is disposed");
        }
        current = next;
        if (!rewriting)
        {
            Flowing.Value = next;
        }
        return next;
    }

    private void CheckThread()
    {
        CheckNotElsewhere();
        if (!opening!.IsOpen)
        {
            throw new GraphException("trace: it was ended; open a new one");
        }
    }
}
