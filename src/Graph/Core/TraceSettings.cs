namespace NeuralJit;

/// <summary>The settings that a trace has read, with the values that they had: while they have them, the function would be traced to the same graph.</summary>
internal sealed class TraceSettings
{
    private readonly Dictionary<Setting, int> numbers = new(ReferenceEqualityComparer.Instance);
    private Entry[] entries = [];
    private int count;

    /// <summary>Whether all have the values of the trace. Allocates nothing while none was changed since it was last asked.</summary>
    public bool AreCurrent
    {
        get
        {
            Entry[] known = entries;
            for (int i = 0; i < known.Length; i++)
            {
                if (known[i].Setting is { } setting && setting.Changes != Volatile.Read(ref known[i].Changes) && !known[i].IsSameAgain())
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
        if (numbers.TryAdd(setting, count))
        {
            // The count before the value: a change between the two is found by the comparison that it causes.
            long changes = setting.Changes;
            Append(new Entry { Setting = setting, Changes = changes, Value = setting.BoxedValue });
        }
    }

    /// <summary>Remembers a setting that the traced function sets itself: what it was before changes nothing.</summary>
    public void Written(Setting setting)
    {
        if (numbers.TryAdd(setting, count))
        {
            Append(default);
        }
    }

    /// <summary>The settings whose values have changed since the trace: <c>mode of Dropout "drop" was FollowsTrace, is Evaluation</c>.</summary>
    public string Difference()
    {
        var changes = new List<string>();
        foreach (Entry entry in entries)
        {
            if (entry.Setting is { } setting && !Equals(setting.BoxedValue, entry.Value))
            {
                changes.Add($"{setting} was {Setting.Show(entry.Value)}, is {Setting.Show(setting.BoxedValue)}");
            }
        }
        return string.Join("; ", changes);
    }

    private void Append(Entry entry)
    {
        if (count == entries.Length)
        {
            Array.Resize(ref entries, Math.Max(4, 2 * count));
        }
        entries[count++] = entry;
    }

    private struct Entry
    {
        public Setting? Setting;
        public long Changes;
        public object? Value;

        /// <summary>Compares values; equal ones need no comparison until the next change.</summary>
        public bool IsSameAgain()
        {
            long now = Setting!.Changes;
            bool same = Equals(Setting.BoxedValue, Value);
            if (same)
            {
                Volatile.Write(ref Changes, now);
            }
            return same;
        }
    }
}
