namespace NeuralJit;

/// <content>
/// Which trace is current. A trace belongs to the thread that opened it. An <c>await</c> may leave that thread, with the trace still open there, and go on on another
/// one: so what is current on the thread is compared with what flows along with the code, and code to which both do not apply is refused.
/// </content>
public sealed partial class Trace
{
    private const string Remedy = "open a trace, make its nodes and dispose it in one piece of code without await: put that piece into a method of its own, and await before or after it";

    private static readonly AsyncLocal<Trace?> Flowing = new();

    [ThreadStatic]
    private static Trace? current;

    private Trace? outer;

    // The managed id of the thread on which the trace is open; 0 when it was ended.
    private volatile int thread;

    /// <summary>The innermost trace of this thread, or null: then nodes are symbolic and know no place.</summary>
    /// <exception cref="GraphException">An await has separated this code from the thread on which its trace is open.</exception>
    public static Trace? Current
    {
        get
        {
            Trace? trace = Innermost;
            // Passes open and end their traces by themselves.
            if (trace is { rewriting: true })
            {
                return trace;
            }
            Trace? flowing = Flowing.Value;
            return ReferenceEquals(trace, flowing) || (trace is null && flowing!.thread == 0) ? trace : throw Separated(trace, flowing);
        }
    }

    /// <summary>The innermost open trace of this thread, whatever code asks.</summary>
    private static Trace? Innermost
    {
        get
        {
            // One that was ended on another thread, or before a trace inside it.
            while (current is { thread: 0 } ended)
            {
                current = ended.outer;
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
        if (thread != 0)
        {
            throw new GraphException($"trace: it is open on {Describe(thread)} already; it can be resumed once that is disposed");
        }
        nextStream = 0;
        Open();
        return new ResumedTrace(this);
    }

    /// <summary>Ends the trace; the outer one, if any, is current again.</summary>
    /// <exception cref="GraphException">It is disposed on another thread than the one that opened it, or before a trace inside it. It is ended all the same.</exception>
    public void Dispose()
    {
        int opened = thread;
        if (opened == 0)
        {
            return;
        }
        bool here = opened == Environment.CurrentManagedThreadId, innermost = here && ReferenceEquals(Innermost, this);
        thread = 0;
        if (!here)
        {
            throw new GraphException($"trace: it was opened on {Describe(opened)} and is disposed on {Describe(Environment.CurrentManagedThreadId)}; {Remedy}");
        }
        if (!innermost)
        {
            throw new GraphException("trace: it is disposed while a trace that was opened inside it is still open; dispose traces in reverse order, best by using");
        }
        current = outer;
        outer = null;
        if (!rewriting)
        {
            Flowing.Value = NotRewriting(current);
        }
    }

    /// <summary>What a node, made on a thread, has to do with this one: empty when both are the same.</summary>
    internal static string DescribeThread(int made) => made == Environment.CurrentManagedThreadId
        ? ""
        : $" on {Describe(made)}, and is used on {Describe(Environment.CurrentManagedThreadId)}: a trace holds on the thread that opened it only; {Remedy}";

    private static Trace? NotRewriting(Trace? trace)
    {
        while (trace is { rewriting: true } or { thread: 0 })
        {
            trace = trace.outer;
        }
        return trace;
    }

    private static GraphException Separated(Trace? here, Trace? flowing)
    {
        string mode = (here ?? flowing)!.IsEager ? "eager" : "symbolic", now = Describe(Environment.CurrentManagedThreadId);
        return new GraphException(here is null
            ? $"trace: this code began under an {mode} trace that is open on {Describe(flowing!.thread)}, and goes on on {now}, where it does not hold; {Remedy}"
            : $"trace: an {mode} trace is open on {now}, but not for this code: the method that opened it has gone on to await something, or was started elsewhere; {Remedy}");
    }

    private static string Describe(int id)
    {
        string? name = id == Environment.CurrentManagedThreadId ? Thread.CurrentThread.Name : null;
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"thread {id}{(name is null ? "" : $" ({name})")}");
    }

    private void Open()
    {
        outer = Innermost;
        thread = Environment.CurrentManagedThreadId;
        current = this;
        if (!rewriting)
        {
            Flowing.Value = this;
        }
    }

    private void CheckThread()
    {
        if (thread != Environment.CurrentManagedThreadId)
        {
            throw new GraphException(thread == 0
                ? "trace: it was ended; open a new one"
                : $"trace: it is open on {Describe(thread)} and is used on {Describe(Environment.CurrentManagedThreadId)}; {Remedy}");
        }
    }
}
