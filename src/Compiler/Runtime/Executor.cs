using NeuralJit.Kernels;

namespace NeuralJit.Compilation;

/// <summary>
/// Runs the steps of a program. Each concurrent caller works in a context of its own (arena and argument tables), which is recycled; runs
/// that update variables have them alone, and a run that throws has changed nothing. What was prepared from parameters is prepared again
/// when their versions changed.
/// </summary>
internal sealed unsafe class Executor
{
    private const int MostIdleContexts = 64;

    private readonly Graph graph;
    private readonly MemoryMap memory;
    private readonly BoundStep[] steps;
    private readonly PreparedSet? prepared;
    private readonly Variable[] updated;
    private readonly RunGate? gate;
    private readonly bool alone;
    private readonly int firstWrite;
    private readonly int harmless;
    private readonly int threads;
    private readonly State[] random;
    private readonly RunContext?[] idle = new RunContext?[MostIdleContexts];

    /// <summary>
    /// Makes the executor of <paramref name="steps"/>; <paramref name="prepared"/> holds what the steps <paramref name="prepare"/> compute.
    /// </summary>
    public Executor(Graph graph, PreparedSet? prepared, IReadOnlyList<Step> prepare, IReadOnlyList<Step> steps, MemoryMap memory,
        int threads, State[] random)
    {
        this.graph = graph;
        this.memory = memory;
        Prepare = prepare;
        Program = steps;
        this.random = random;
        this.threads = threads <= 0 ? int.MaxValue : threads;
        this.steps = BoundStep.Bind(steps);
        this.prepared = prepared;
        updated = [.. graph.Updates.ToArray().Select(u => u.Variable)];
        Variable[] read = [.. graph.Nodes.ToArray().Select(n => n.Op).OfType<VariableRead>().Select(r => r.Variable)];
        gate = RunGate.Join([.. read.Concat(updated).Distinct()]);
        alone = updated.Length > 0 || random.Length > 0;
        firstWrite = FirstWrite(steps, memory, updated);
        harmless = firstWrite < steps.Count && steps[firstWrite] is LibraryStep { Node.Op.Failure: OpFailure.BeforeWriting }
            ? firstWrite + 1
            : firstWrite;
    }

    /// <summary>What the steps compute.</summary>
    public Graph Graph => graph;

    /// <summary>Where nodes have their memory.</summary>
    public MemoryMap Memory => memory;

    /// <summary>Bytes of working memory of one run; it is kept for the next.</summary>
    public long WorkingBytes => memory.ArenaBytes;

    /// <summary>The most threads that a run uses.</summary>
    public int Threads => threads;

    /// <summary>The random states that go to their next step after each run.</summary>
    public IReadOnlyList<State> Random => random;

    /// <summary>The steps of a run, in order.</summary>
    public IReadOnlyList<Step> Program { get; }

    /// <summary>What is prepared, perhaps for other programs too.</summary>
    public PreparedSet? Prepared => prepared;

    /// <summary>The steps that compute what is prepared.</summary>
    public IReadOnlyList<Step> Prepare { get; }

    /// <summary>What telemetry calls the program.</summary>
    public string Name { get; init; } = "";

    /// <summary>Runs once.</summary>
    /// <param name="arguments">The addresses of inputs and outputs.</param>
    /// <param name="observer">Runs each step in the executor's place, to watch it; null outside measurements and checks.</param>
    /// <param name="cancellation">Stops the run before it changes anything.</param>
    public void Run(nint* arguments, IStepObserver? observer, CancellationToken cancellation)
    {
        if (observer is null && Telemetry.ListensToRuns)
        {
            Telemetry.Run(Name, RunOnce, arguments, cancellation);
            return;
        }
        RunOnce(arguments, observer, cancellation);
    }

    private void RunOnce(nint* arguments, CancellationToken cancellation) => RunOnce(arguments, null, cancellation);

    private void RunOnce(nint* arguments, IStepObserver? observer, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        RunContext context = Rent();
        try
        {
            context.SetArguments(arguments);
            if (gate is null)
            {
                if (prepared is { IsCurrent: false })
                {
                    prepared.Prepare();
                }
                Execute(context, arguments, observer, cancellation);
            }
            else
            {
                ExecuteInside(context, arguments, observer, cancellation);
            }
        }
        finally
        {
            Return(context);
        }
    }

    private void ExecuteInside(RunContext context, nint* arguments, IStepObserver? observer, CancellationToken cancellation)
    {
        bool exclusive = alone, isDone = false;
        while (!isDone)
        {
            RunGate.Entered entered = gate!.Enter(exclusive);
            try
            {
                if (IsPrepared(exclusive))
                {
                    ExecutePrepared(context, arguments, observer, cancellation);
                    isDone = true;
                }
            }
            finally
            {
                entered.Leave();
            }
            exclusive = true;
        }
    }

    // To prepare, a run must have the variables for itself.
    private bool IsPrepared(bool exclusive)
    {
        while (prepared is { IsCurrent: false })
        {
            if (!exclusive)
            {
                return false;
            }
            prepared.Prepare();
        }
        return true;
    }

    private void ExecutePrepared(RunContext context, nint* arguments, IStepObserver? observer, CancellationToken cancellation)
    {
        Execute(context, arguments, observer, cancellation);
        if (alone)
        {
            MarkUpdated();
            foreach (State state in random)
            {
                RandomState.Advance(state);
            }
        }
    }

    private void Execute(RunContext context, nint* arguments, IStepObserver? observer, CancellationToken cancellation)
    {
        bool writes = false;
        try
        {
            for (int i = 0; i < steps.Length; i++)
            {
                if (i <= firstWrite && cancellation.CanBeCanceled)
                {
                    cancellation.ThrowIfCancellationRequested();
                }
                writes |= i >= harmless;
                if (observer is null)
                {
                    steps[i].Run(context, arguments, threads);
                }
                else
                {
                    observer.Run(i, steps[i], context, arguments, threads);
                }
            }
        }
        catch when (writes)
        {
            // What may throw runs before; should something else go wrong (an observer, say), nothing counts as prepared from what may have
            // been written.
            MarkUpdated();
            throw;
        }
        GC.KeepAlive(graph);
        GC.KeepAlive(memory);
    }

    private void MarkUpdated()
    {
        foreach (Variable variable in updated)
        {
            variable.MarkChanged();
        }
    }

    private RunContext Rent()
    {
        for (int i = 0; i < idle.Length; i++)
        {
            if (idle[i] is not null && Interlocked.Exchange(ref idle[i], null) is { } context)
            {
                return context;
            }
            if (idle[i] is null && i > 0 && idle[i - 1] is null)
            {
                break;
            }
        }
        return new RunContext(steps, memory);
    }

    private void Return(RunContext context)
    {
        for (int i = 0; i < idle.Length; i++)
        {
            if (idle[i] is null && Interlocked.CompareExchange(ref idle[i], context, null) is null)
            {
                return;
            }
        }
    }

    /// <summary>
    /// The number of the first step that writes an output or a variable; until then a run can be cancelled, and may throw.
    /// </summary>
    private static int FirstWrite(IReadOnlyList<Step> steps, MemoryMap memory, Variable[] updated)
    {
        var addresses = updated.Select(v => new Location(MemoryKind.Fixed, v.Value.Address)).ToHashSet();
        for (int i = 0; i < steps.Count; i++)
        {
            if (steps[i] is AssignStep || steps[i].Writes.Any(w => memory[w].Kind == MemoryKind.Argument || addresses.Contains(memory[w])))
            {
                return i;
            }
        }
        return steps.Count;
    }
}
