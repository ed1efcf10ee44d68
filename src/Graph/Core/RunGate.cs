namespace NeuralJit;

/// <summary>
/// Keeps runs that change variables apart from runs that read them. All variables that some program uses together share one gate, so a run
/// passes one gate, however many variables it has.
/// </summary>
/// <remarks>
/// Gates that become one are not waited for where they do (a program is compiled inside a run, perhaps), but by the next run: before it
/// passes the common gate, those that were there before must have no run any more, and nobody enters them again. A run inside another of
/// its thread (of a program in the objective of an eager step, or in an op of one's own) reads what that one has for itself. Only such a
/// run holds a gate while it waits, so only such runs can wait for each other; the one that would close the circle is refused.
/// </remarks>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001",
    Justification = "A lock without waiters owns no handle; variables live as long as the garbage collector lets them.")]
internal sealed class RunGate
{
    private static readonly Lock Merging = new();
    private static readonly List<Waiter> Waiters = [];
    private static long made;

    // The gates that this thread is in, the innermost last.
    [ThreadStatic]
    private static Entered? inside;

    private readonly long number = Interlocked.Increment(ref made);
    private readonly ReaderWriterLockSlim door = new(LockRecursionPolicy.NoRecursion);
    private volatile RunGate? mergedInto;

    // Gates that have become this one and may have runs from before.
    private volatile RunGate[] draining = [];

    /// <summary>Gives all <paramref name="variables"/> one gate; null when there are none. Waits for nobody.</summary>
    public static RunGate? Join(IReadOnlyCollection<Variable> variables)
    {
        lock (Merging)
        {
            RunGate[] gates = [.. variables.Select(v => v.Gate.Last).Distinct().OrderBy(g => g.number)];
            if (gates.Length == 0)
            {
                return null;
            }
            foreach (RunGate gate in gates[1..])
            {
                // In this order: who sees the new gate sees what it must wait for.
                gates[0].draining = [.. gates[0].draining, .. gate.draining, gate];
                gate.mergedInto = gates[0];
            }
            return gates[0];
        }
    }

    /// <summary>Enters beside other readers, or alone; what is given back leaves, on this thread.</summary>
    /// <exception cref="GraphException">
    /// A run that this one is inside of stands in its way, or waits for it by way of other threads.
    /// </exception>
    public Entered Enter(bool alone)
    {
        Entered held = inside ??= new Entered();
        while (true)
        {
            RunGate gate = Last;
            if (!held.IsEmpty && gate.IsOpenTo(held, alone))
            {
                held.Push(gate, alone, passedDoor: false);
                return held;
            }
            if (gate.draining.Length > 0)
            {
                gate.Drain(held);
            }
            gate.PassDoor(alone, held);
            if (gate.mergedInto is null && (gate.draining.Length == 0 || gate.IsDrained(held)))
            {
                held.Push(gate, alone, passedDoor: true);
                return held;
            }
            gate.LeaveDoor(alone);
        }
    }

    private RunGate Last
    {
        get
        {
            RunGate gate = this;
            while (gate.mergedInto is { } next)
            {
                gate = next;
            }
            return gate;
        }
    }

    private bool IsOpenTo(Entered held, bool alone)
    {
        bool isIn = false;
        foreach (ref readonly Entry entry in held.Entries)
        {
            if (ReferenceEquals(entry.Gate, this))
            {
                if (entry.Alone || !alone)
                {
                    return true;
                }
                isIn = true;
            }
        }
        return isIn
            ? throw new GraphException(
                "run: a program that changes variables, or prepares what depends on them, was started inside the run of one that reads "
                + "them; start it outside")
            : false;
    }

    private void Drain(Entered held)
    {
        foreach (RunGate gate in draining)
        {
            if (!held.Contains(gate))
            {
                gate.PassDoor(alone: true, held);
                gate.LeaveDoor(alone: true);
                lock (Merging)
                {
                    draining = [.. draining.Where(g => !ReferenceEquals(g, gate))];
                }
            }
        }
    }

    private bool IsDrained(Entered held)
    {
        foreach (RunGate gate in draining)
        {
            if (!held.Contains(gate))
            {
                return false;
            }
        }
        return true;
    }

    private void PassDoor(bool alone, Entered held)
    {
        if (held.IsEmpty)
        {
            WaitAtDoor(alone);
            return;
        }
        var waiter = new Waiter(held, this, alone);
        lock (Merging)
        {
            if (waiter.WaitsForItself(Waiters))
            {
                throw new GraphException(
                    "run: a run inside another waits for one on another thread, which waits for it; run programs inside steps or ops of "
                    + "one thread only");
            }
            Waiters.Add(waiter);
        }
        try
        {
            WaitAtDoor(alone);
        }
        finally
        {
            lock (Merging)
            {
                Waiters.Remove(waiter);
            }
        }
    }

    private void WaitAtDoor(bool alone)
    {
        if (alone)
        {
            door.EnterWriteLock();
        }
        else
        {
            door.EnterReadLock();
        }
    }

    private void LeaveDoor(bool alone)
    {
        if (alone)
        {
            door.ExitWriteLock();
        }
        else
        {
            door.ExitReadLock();
        }
    }

    internal readonly record struct Entry(RunGate Gate, bool Alone, bool PassedDoor);

    /// <summary>The gates that a thread is in: a stack, without what a list costs a run of some nanoseconds.</summary>
    internal sealed class Entered
    {
        private Entry[] entries = new Entry[4];
        private int count;

        /// <summary>Leaves the one that was entered last.</summary>
        public void Leave()
        {
            ref readonly Entry entry = ref entries[--count];
            if (entry.PassedDoor)
            {
                entry.Gate.LeaveDoor(entry.Alone);
            }
        }

        internal bool IsEmpty => count == 0;

        internal ReadOnlySpan<Entry> Entries => entries.AsSpan(0, count);

        internal void Push(RunGate gate, bool alone, bool passedDoor)
        {
            if (count == entries.Length)
            {
                Array.Resize(ref entries, 2 * count);
            }
            entries[count++] = new Entry(gate, alone, passedDoor);
        }

        internal bool Contains(RunGate gate)
        {
            foreach (ref readonly Entry entry in Entries)
            {
                if (ReferenceEquals(entry.Gate, gate))
                {
                    return true;
                }
            }
            return false;
        }

        /// <summary>Whether it has the gate in a way that another, who wants it alone or beside others, must wait for.</summary>
        internal bool Bars(RunGate gate, bool alone)
        {
            foreach (ref readonly Entry entry in Entries)
            {
                if (ReferenceEquals(entry.Gate, gate) && (entry.Alone || alone))
                {
                    return true;
                }
            }
            return false;
        }
    }

    /// <summary>A run inside others that waits at a door.</summary>
    private sealed class Waiter(Entered held, RunGate gate, bool alone)
    {
        /// <summary>Whether one of those that it waits for waits, perhaps by way of others, for it.</summary>
        public bool WaitsForItself(List<Waiter> waiters)
        {
            var open = new Stack<Waiter>([this]);
            var seen = new HashSet<Waiter>();
            while (open.TryPop(out Waiter? next))
            {
                foreach (Waiter other in waiters.Where(next.WaitsFor))
                {
                    if (other.WaitsFor(this))
                    {
                        return true;
                    }
                    if (seen.Add(other))
                    {
                        open.Push(other);
                    }
                }
            }
            return false;
        }

        private bool WaitsFor(Waiter other) => other.Bars(gate, alone);

        private bool Bars(RunGate wanted, bool byItself) => held.Bars(wanted, byItself);
    }
}
