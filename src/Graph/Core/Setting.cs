using System.Globalization;

namespace NeuralJit;

/// <summary>
/// A value beside the data that is read while a model is traced, and may change later: whether a parameter requires a gradient, the mode of
/// a module, a flag of a module of one's own. A compiled function remembers the settings that its trace has read, and traces again when one
/// of them has another value. (A plain field that <c>Compute</c> reads keeps, in what is compiled, the value that it had at the trace.)
/// </summary>
public abstract class Setting
{
    private readonly Func<string> describe;
    private long changes;

    private protected Setting(Func<string> describe)
    {
        this.describe = describe;
    }

    /// <summary>How often the value was changed: while it stays, so does the value.</summary>
    internal long Changes => Volatile.Read(ref changes);

    /// <summary>The value, which is compared by <see cref="object.Equals(object)"/>.</summary>
    internal abstract object? BoxedValue { get; }

    /// <summary>What it is called in reports of recompilations.</summary>
    public sealed override string ToString() => describe();

    /// <summary>A value as reports show it.</summary>
    internal static string Show(object? value) => value is null ? "null" : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    /// <summary>Says that the value was changed.</summary>
    private protected void MarkChanged() => Interlocked.Increment(ref changes);
}

/// <summary>A value of type <typeparamref name="T"/> that a model reads while it is traced, and that may change later.</summary>
/// <typeparam name="T">What is set; compared by its own equality, so a value that changes inside goes unnoticed.</typeparam>
public sealed class Setting<T> : Setting
{
    private T value;

    /// <summary>Makes a setting.</summary>
    /// <param name="value">Its value at first.</param>
    /// <param name="name">What it is called in reports of recompilations.</param>
    public Setting(T value, string name) : this(value, () => name)
    {
        ArgumentNullException.ThrowIfNull(name);
    }

    /// <summary>Makes a setting whose name may change.</summary>
    /// <param name="value">Its value at first.</param>
    /// <param name="name">Asked what it is called when a report is written.</param>
    public Setting(T value, Func<string> name) : base(name)
    {
        ArgumentNullException.ThrowIfNull(name);
        this.value = value;
    }

    /// <summary>The value. What is compiled from a trace that reads it is compiled anew for another value.</summary>
    public T Value
    {
        get
        {
            GraphTrace.NoteRead(this);
            return value;
        }
        set
        {
            GraphTrace.NoteWrite(this);
            if (!EqualityComparer<T>.Default.Equals(this.value, value))
            {
                this.value = value;
                MarkChanged();
            }
        }
    }

    /// <inheritdoc/>
    internal override object? BoxedValue => value;
}
