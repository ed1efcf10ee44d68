namespace NeuralJit;

/// <summary>
/// The settings that a trace has read, with the values that they had: while they have them, the function would be traced to the same graph.
/// </summary>
internal sealed class TraceSettings
{
    private readonly HashSet<Setting> known = new(ReferenceEqualityComparer.Instance);
    private readonly List<Entry> entries = [];

    /// <summary>Whether all have the values of the trace. Allocates nothing while none was changed since it was last asked.</summary>
    public bool AreCurrent
    {
        get
        {
            foreach (Entry entry in entries)
            {
                if (!entry.IsCurrent)
                {
                    return false;
                }
            }
            return true;
        }
    }

    /// <summary>Remembers a setting that is read; its first value counts.</summary>
    public void Read(Setting setting)
    {
        if (known.Add(setting))
        {
            entries.Add(new Entry(setting));
        }
    }

    /// <summary>Remembers a setting that the traced function sets itself: what it was before changes nothing.</summary>
    public void Written(Setting setting) => known.Add(setting);

    /// <summary>
    /// The settings whose values have changed since the trace: <c>mode of Dropout "drop" was FollowsTrace, is Evaluation</c>.
    /// </summary>
    public string Difference() => string.Join("; ", entries.Where(e => !e.HasSameValue)
        .Select(e => $"{e.Setting} was {Setting.Show(e.Value)}, is {Setting.Show(e.Setting.BoxedValue)}"));

    /// <summary>A setting, its value, and how often it was changed when it last had that.</summary>
    private sealed class Entry(Setting setting)
    {
        // The count before the value: a change between the two is found by the comparison that it causes.
        private long changes = setting.Changes;

        public Setting Setting { get; } = setting;

        public object? Value { get; } = setting.BoxedValue;

        public bool HasSameValue => Equals(Setting.BoxedValue, Value);

        /// <summary>Compares values only after a change; equal ones need no comparison until the next.</summary>
        public bool IsCurrent
        {
            get
            {
                long now = Setting.Changes;
                if (now == Volatile.Read(ref changes))
                {
                    return true;
                }
                bool same = HasSameValue;
                if (same)
                {
                    Volatile.Write(ref changes, now);
                }
                return same;
            }
        }
    }
}
