namespace NeuralJit;

/// <content>New values of variables.</content>
public sealed partial class GraphTrace
{
    private readonly List<Update> updates = [];
    private readonly Dictionary<Variable, int> places = [];
    private bool defers;

    /// <summary>The updates registered so far, one per variable (symbolic mode; eager mode applies them).</summary>
    public IReadOnlyList<Update> Updates => updates;

    /// <summary>
    /// Registers a new value for a variable, which later reads of this trace see. In symbolic mode it takes effect when the run ends,
    /// together with all others; in eager mode now, or, within a module, when the outermost module has returned: if it throws, nothing is
    /// changed.
    /// </summary>
    /// <exception cref="ShapeException">The value's type is not the variable's.</exception>
    public void Update(Variable variable, Node value) => Update([new Update(variable, value)]);

    /// <summary>
    /// Registers new values for several variables at once: each is computed from the values of before, so that two variables can be
    /// exchanged.
    /// </summary>
    /// <exception cref="ShapeException">A value's type is not its variable's; nothing is changed then.</exception>
    /// <exception cref="GraphException">
    /// A variable is given two values, or under eager mode a node without one; nothing is changed then.
    /// </exception>
    public void Update(params ReadOnlySpan<Update> all)
    {
        CheckThread();
        Check(all);
        foreach (Update update in all)
        {
            used.Add(update.Variable);
        }
        if (IsEager && !defers)
        {
            EagerExecutor.Assign(all);
            return;
        }
        foreach (Update update in all)
        {
            if (places.TryAdd(update.Variable, updates.Count))
            {
                updates.Add(update);
            }
            else
            {
                updates[places[update.Variable]] = update;
            }
            reads[update.Variable] = update.Value;
        }
    }

    /// <summary>
    /// Makes updates of eager mode wait until the result is committed; if it is disposed before, they are forgotten, and random streams are
    /// where they were. Does nothing where they wait already, or in symbolic mode.
    /// </summary>
    public DeferredUpdates Defer()
    {
        if (!IsEager || defers)
        {
            return default;
        }
        CheckThread();
        defers = true;
        return new DeferredUpdates(this, nextStream);
    }

    internal void Commit()
    {
        CheckThread();
        EagerExecutor.Assign(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(updates));
        Forget();
    }

    internal void Rollback(int stream)
    {
        if (defers)
        {
            Forget();
            nextStream = stream;
        }
    }

    /// <summary>Whether a value waits to be written into a variable.</summary>
    internal bool IsPending(EagerValue value) => defers && updates.Exists(u => ReferenceEquals(u.Value.Value?.Owner, value));

    private void Forget()
    {
        defers = false;
        foreach (Update update in updates)
        {
            reads.Remove(update.Variable);
        }
        updates.Clear();
        places.Clear();
    }

    private void Check(ReadOnlySpan<Update> all)
    {
        HashSet<Variable>? seen = all.Length > 1 ? new(all.Length, ReferenceEqualityComparer.Instance) : null;
        foreach ((Variable variable, Node value) in all)
        {
            ArgumentNullException.ThrowIfNull(variable);
            ArgumentNullException.ThrowIfNull(value);
            if (value.Type != variable.Type)
            {
                throw new ShapeException($"update: \"{variable.Name}\" is {variable.Type}, the new value is {value.Type}"
                    + Origin.Capture(this, withPlace: true).ForMessage());
            }
            if (seen?.Add(variable) == false)
            {
                throw new GraphException(
                    $"update: \"{variable.Name}\" is given two values at once" + Origin.Capture(this, withPlace: true).ForMessage());
            }
            if (IsEager)
            {
                // Also where the update waits: a later read gives it.
                EagerExtensions.ValueOf(value);
            }
        }
    }
}

/// <summary>Updates of eager mode that wait.</summary>
public readonly struct DeferredUpdates : IDisposable
{
    private readonly GraphTrace? trace;
    private readonly int stream;

    internal DeferredUpdates(GraphTrace trace, int stream)
    {
        this.trace = trace;
        this.stream = stream;
    }

    /// <summary>Writes the new values, all at once.</summary>
    public void Commit() => trace?.Commit();

    /// <summary>Forgets what was not committed.</summary>
    public void Dispose() => trace?.Rollback(stream);
}
