namespace NeuralJit.Compilation;

/// <summary>
/// The turn to trace a function, which one thread has at a time, and may take again while it has it. A thread that would wait for itself,
/// since whoever has the turn waits for another turn that the thread has, gets an error.
/// </summary>
internal sealed class TracingTurn
{
    // Of all turns: who waits for whom can only be told for all at once. It is held for moments.
    private static readonly object all = new();
    private static readonly Dictionary<int, TracingTurn> waiting = [];

    private int owner;
    private int taken;

    /// <summary>Waits for the turn and takes it.</summary>
    /// <exception cref="GraphException">It would never come.</exception>
    public void Take()
    {
        int me = Environment.CurrentManagedThreadId;
        lock (all)
        {
            while (taken > 0 && owner != me)
            {
                if (NeedsTurnOf(me))
                {
                    throw new GraphException(
                        "two compiled functions that ask for each other's programs while they are traced are traced by two threads at "
                        + "once, and each would wait for the other: compile one of them before");
                }
                Wait(me);
            }
            owner = me;
            taken++;
        }
    }

    /// <summary>Gives back what was taken last.</summary>
    public void Return()
    {
        lock (all)
        {
            if (--taken == 0)
            {
                Monitor.PulseAll(all);
            }
        }
    }

    private void Wait(int thread)
    {
        waiting[thread] = this;
        try
        {
            Monitor.Wait(all);
        }
        finally
        {
            waiting.Remove(thread);
        }
    }

    /// <summary>
    /// Whether the owner waits for a turn that the thread has, perhaps through others. Nobody waits in a circle, so the search ends.
    /// </summary>
    private bool NeedsTurnOf(int thread)
    {
        TracingTurn? turn = this;
        while (turn is { taken: > 0 } && turn.owner != thread)
        {
            turn = waiting.GetValueOrDefault(turn.owner);
        }
        return turn is { taken: > 0 };
    }
}
