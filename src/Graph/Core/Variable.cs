namespace NeuralJit;

/// <summary>
/// A value that outlives a run and that updates may change: a parameter or other state. Once a graph reads it, its memory never moves;
/// every writer raises <see cref="Version"/>, and whatever was computed from an older version counts as stale.
/// </summary>
public abstract partial class Variable
{
    private long version;

    private protected Variable(string name, TensorData value)
    {
        Name = name;
        Data = value;
        Value = new ReadOnlyView(value);
    }

    /// <summary>The name in dumps and files; modules set it when they register the variable.</summary>
    public string Name { get; set; }

    /// <summary>
    /// The value, to read. <see cref="Edit{T}"/> and <see cref="Assign{T}(ReadOnlySpan{T})"/> change it, and so do the updates of runs.
    /// </summary>
    public ReadOnlyTensor Value { get; private set; }

    /// <summary>The memory that holds the value; whoever writes to it calls <see cref="MarkChanged"/>.</summary>
    internal TensorData Data { get; private set; }

    /// <summary>Whether a graph or an optimiser was made of it: element type and memory stay from then on.</summary>
    internal bool IsSettled { get; private set; }

    /// <summary>Element type and shape.</summary>
    public TensorType Type => Value.Type;

    /// <summary>The extents.</summary>
    public Shape Shape => Type.Shape;

    /// <summary>The element type.</summary>
    public DType DType => Type.DType;

    /// <summary>How often the value was changed.</summary>
    public long Version => Volatile.Read(ref version);

    /// <summary>Keeps runs that change the variable apart from runs that read it.</summary>
    internal RunGate Gate { get; } = new();

    /// <summary>
    /// Says that the value was changed: everything prepared from it is prepared again. Only whoever writes to the tensor that the variable
    /// was made of has to call it.
    /// </summary>
    public void MarkChanged() => Interlocked.Increment(ref version);

    /// <summary>Copies new content into the variable.</summary>
    /// <exception cref="ShapeException">The number of elements or the element type differs.</exception>
    public void Assign<T>(ReadOnlySpan<T> values) where T : unmanaged
    {
        Span<T> target = Data.Span<T>();
        if (values.Length != target.Length)
        {
            throw new ShapeException($"assign: \"{Name}\" is {Type} and holds {target.Length} elements, got {values.Length}");
        }
        values.CopyTo(target);
        MarkChanged();
    }

    /// <summary>Copies the content of a tensor of the same type into the variable.</summary>
    /// <exception cref="ShapeException">Element type or shape differ.</exception>
    public void Assign(ReadOnlyTensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Data.CopyFrom(value);
        MarkChanged();
    }

    /// <summary>
    /// Changes elements where they lie, in row-major order: <c>weight.Edit&lt;float&gt;(w => w.Fill(0))</c>; not while another thread runs
    /// with them.
    /// </summary>
    /// <param name="change">Writes what it likes; the elements count as changed even when it throws.</param>
    /// <exception cref="GraphException"><typeparamref name="T"/> is not the element type.</exception>
    public void Edit<T>(Action<Span<T>> change) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(change);
        Span<T> elements = Data.Span<T>();
        try
        {
            change(elements);
        }
        finally
        {
            MarkChanged();
        }
    }

    /// <summary>Says that a graph or an optimiser was made of it.</summary>
    internal void Settle() => IsSettled = true;

    /// <summary>Gives other memory, perhaps of another element type, to a variable that is not settled.</summary>
    internal void Replace(TensorData value)
    {
        Data = IsSettled ? throw new InvalidOperationException($"\"{Name}\" is part of a graph or an optimiser") : value;
        Value = new ReadOnlyView(value);
        MarkChanged();
    }

    /// <summary>Reads the variable in the current trace: the pending value if this trace has updated it, else a leaf.</summary>
    public Node Read() => GraphTrace.Current is { } trace ? trace.Read(this) : Node.Apply(new VariableRead(this));

    /// <summary>Reads the variable in the current trace.</summary>
    public static implicit operator Node(Variable variable) => variable.Read();

    /// <summary>For example <c>weight f32[128,784]</c>.</summary>
    public override string ToString() => $"{Name} {Type}";

    // What can be written is not handed out: nobody writes without saying so.
    private sealed class ReadOnlyView(TensorData data) : ReadOnlyTensor(data.Type, data.Storage);
}

/// <summary>A learned value.</summary>
public sealed class Parameter : Variable
{
    private readonly Setting<bool> requiresGradient;

    /// <summary>Makes a parameter that owns <paramref name="value"/>.</summary>
    public Parameter(TensorData value, string name = "") : base(name, value)
    {
        requiresGradient = new Setting<bool>(true, () => $"RequiresGradient of \"{Name}\"");
    }

    /// <summary>
    /// Whether training computes a gradient for it; false freezes it. Steps that are compiled already are compiled anew when it changes.
    /// </summary>
    public bool RequiresGradient
    {
        get => requiresGradient.Value;
        set => requiresGradient.Value = value;
    }

    /// <summary>The same as <see cref="RequiresGradient"/>, in PyTorch's words.</summary>
    public bool RequiresGrad
    {
        get => RequiresGradient;
        set => RequiresGradient = value;
    }

    /// <summary>The gradient that eager mode's <c>Backward</c> filled in; null before.</summary>
    public TensorData? Gradient { get; set; }
}

/// <summary>Remembered but not learned: running statistics, optimiser moments, the learning rate, a step counter.</summary>
public sealed class State : Variable
{
    /// <summary>Makes a state that owns <paramref name="value"/>.</summary>
    public State(TensorData value, string name = "") : base(name, value)
    {
    }
}
