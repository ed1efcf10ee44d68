namespace NeuralJit;

/// <summary>
/// Keeps runs that change variables apart from runs that read them. All variables that some program uses together share one gate, so a run
/// passes one gate, however many variables it has.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "A lock without waiters owns no handle; variables live as long as the garbage collector lets them.")]
internal sealed class RunGate
{
    private static readonly Lock Merging = new();
    private static long made;

    private readonly long number = Interlocked.Increment(ref made);
    private readonly ReaderWriterLockSlim door = new(LockRecursionPolicy.NoRecursion);
    private volatile RunGate? mergedInto;

    /// <summary>Gives all <paramref name="variables"/> one gate; null when there are none. Waits for runs that are under way.</summary>
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
                gate.door.EnterWriteLock();
                gate.mergedInto = gates[0];
                gate.door.ExitWriteLock();
            }
            return gates[0];
        }
    }

    /// <summary>Enters beside other readers, or alone; leave the gate that is returned.</summary>
    public RunGate Enter(bool alone)
    {
        while (true)
        {
            RunGate gate = Last;
            if (alone)
            {
                gate.door.EnterWriteLock();
            }
            else
            {
                gate.door.EnterReadLock();
            }
            if (gate.mergedInto is null)
            {
                return gate;
            }
            gate.Leave(alone);
        }
    }

    /// <summary>Leaves.</summary>
    public void Leave(bool alone)
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
}
