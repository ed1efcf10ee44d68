namespace NeuralJit;

/// <summary>
/// What surrounds the making of nodes on one thread: symbolic or eager mode, training or evaluation, the path of the
/// running module, random streams and pending updates. The only ambient state of NeuralJit, scoped by <c>using</c>.
/// </summary>
public sealed partial class GraphTrace : IDisposable
{
    private readonly Dictionary<Variable, Node> reads = [];
    private readonly HashSet<Variable> used = [];
    private readonly bool rewriting;
    private Origin? inherited;
    private int nextStream;

    private GraphTrace(bool eager, bool training, State? random, bool rewriting)
    {
        IsEager = eager;
        Training = training;
        Random = random;
        this.rewriting = rewriting;
        Open();
    }

    /// <summary>Whether each node gets its value when it is made.</summary>
    public bool IsEager { get; }

    /// <summary>Whether modules behave as in training (dropout drops, batch norm uses the batch).</summary>
    public bool Training { get; set; }

    /// <summary>Whether what is traced is an evaluation, whatever mode a component was put into.</summary>
    internal bool OnlyEvaluates { get; set; }

    /// <summary>The path of the running module, e.g. <c>classifier.fc1</c>; empty outside modules.</summary>
    public string ModulePath { get; private set; } = "";

    /// <summary>Seed and step of the random numbers, u64[2]; made on first use when null.</summary>
    public State? Random { get; private set; }

    /// <summary>The variables that were read, in symbolic and eager mode.</summary>
    public IReadOnlyCollection<Variable> Used => used;

    /// <summary>Tells whether the running model knows a parameter; the outermost module sets it, it is null outside modules.</summary>
    public Func<Parameter, bool>? Owns { get; set; }

    /// <summary>Memory that eager evaluation reuses.</summary>
    internal EagerMemory Memory { get; } = new();

    /// <summary>
    /// The end of an error message: a new line with the path of the running module and the place in the user's code, where known.
    /// </summary>
    public static string DescribePlace() => Origin.Capture(Innermost?.Trace, withPlace: true).ForMessage();

    /// <summary>Starts symbolic mode: nodes describe a computation and remember where they were made.</summary>
    public static GraphTrace Symbolic(bool training = false, State? random = null) => new(false, training, random, false);

    /// <summary>Starts eager mode: each node is computed when it is made.</summary>
    public static GraphTrace Eager(bool training = false, State? random = null) => new(true, training, random, false);

    /// <summary>Starts a symbolic trace for compiler passes: new nodes take the origin given to <see cref="Inherit"/>.</summary>
    internal static GraphTrace Rewriting() => new(false, false, null, true);

    /// <summary>Enters a module; the path is left again when the result is disposed.</summary>
    public ModuleScope Enter(string moduleName)
    {
        CheckThread();
        string before = ModulePath;
        ModulePath = before.Length == 0 ? moduleName : moduleName.Length == 0 ? before : before + "." + moduleName;
        return new ModuleScope(this, before);
    }

    /// <summary>
    /// Opens a scope for eager values: when it is disposed, the memory of the nodes made inside is reused, except that
    /// of nodes given to <see cref="EagerScope.Keep"/>.
    /// </summary>
    public EagerScope Scope()
    {
        CheckThread();
        return new EagerScope(this);
    }

    /// <summary>Reads a variable: its pending value if this trace updates it, else one leaf per trace.</summary>
    /// <exception cref="GraphException">A module reads a parameter that the running model does not know.</exception>
    public Node Read(Variable variable)
    {
        CheckThread();
        if (Owns is { } owns && variable is Parameter parameter && !owns(parameter))
        {
            throw new GraphException(
                $"the module reads parameter \"{variable.Name}\" {variable.Type}, which the model does not know, so nothing would train "
                + $"or save it; " +
                "register it with Parameter(…), or the module that owns it with Child(…)"
                    + Origin.Capture(this, withPlace: true).ForMessage());
        }
        used.Add(variable);
        if (reads.TryGetValue(variable, out Node? known) && !(IsEager && known.Value!.IsStale))
        {
            return known;
        }
        return reads[variable] = Node.Apply(new VariableRead(variable));
    }

    /// <summary>The random state of this trace as a node, and the number of the next independent stream.</summary>
    internal (Node State, int Stream) NextRandomStream()
    {
        Random ??= RandomState.Create();
        return (Read(Random), nextStream++);
    }

    /// <summary>
    /// Starts the next step of eager training: when this one drew random numbers, streams begin again under the next step number, as after
    /// a compiled run.
    /// </summary>
    public void NextStep()
    {
        if (Random is not null && nextStream > 0)
        {
            RandomState.Advance(Random);
        }
        nextStream = 0;
    }

    /// <summary>Sets the origin that nodes made by a pass or a gradient take over; gives back the one before.</summary>
    internal Origin? Inherit(Origin? origin)
    {
        Origin? before = inherited;
        inherited = origin;
        return before;
    }

    internal Origin? OriginOfNewNode() =>
        inherited is not null || rewriting || IsEager ? inherited : Origin.Capture(this, withPlace: true, ofNode: true);

    internal void Leave(string pathBefore) => ModulePath = pathBefore;
}

/// <summary>Ends a resumed trace when disposed; a trace that has been resumed anew since stays open.</summary>
public readonly struct ResumedTrace : IDisposable
{
    private readonly GraphTrace? trace;
    private readonly TraceOpening? opening;

    internal ResumedTrace(GraphTrace trace, TraceOpening opening)
    {
        this.trace = trace;
        this.opening = opening;
    }

    /// <summary>Makes the trace of before current again.</summary>
    public void Dispose() => trace?.End(opening!);
}

/// <summary>Leaves a module when disposed.</summary>
public readonly struct ModuleScope(GraphTrace trace, string before) : IDisposable
{
    /// <summary>Restores the path of before.</summary>
    public void Dispose() => trace?.Leave(before);
}
