namespace NeuralJit.Compilation;

/// <summary>
/// Which bytes of an arena are in use during which steps: a tree over the steps, each of whose nodes stands for a run of them. What is in use during a whole
/// run is kept at its node, so that a program of many steps with many values alive is planned in about linear time.
/// </summary>
internal sealed class MemoryInUse
{
    private readonly int runs = 1;
    private readonly Ranges?[] throughout;
    private readonly Ranges?[] sometimes;

    /// <summary>Begins with nothing in use, for steps up to <paramref name="last"/>.</summary>
    public MemoryInUse(int last)
    {
        while (runs <= last)
        {
            runs *= 2;
        }
        throughout = new Ranges?[2 * runs];
        sometimes = new Ranges?[2 * runs];
    }

    /// <summary>Takes the first <paramref name="bytes"/> side by side that nobody uses from one step to the other, both included; gives their offset.</summary>
    public long Take(int first, int last, long bytes)
    {
        List<Run> touched = Touching(first, last);
        Ranges[] used = [.. touched.Select(t => t.IsWithin(first, last) ? sometimes[t.Number] : throughout[t.Number]).OfType<Ranges>()];
        long offset = 0, before;
        do
        {
            before = offset;
            foreach (Ranges ranges in used)
            {
                offset = ranges.SkipFrom(offset, bytes);
            }
        }
        while (offset != before);
        foreach (Run run in touched)
        {
            (sometimes[run.Number] ??= new Ranges()).Add(offset, offset + bytes);
            if (run.IsWithin(first, last))
            {
                (throughout[run.Number] ??= new Ranges()).Add(offset, offset + bytes);
            }
        }
        return offset;
    }

    /// <summary>The largest runs inside the steps, and the runs around those.</summary>
    private List<Run> Touching(int first, int last)
    {
        var found = new List<Run>();
        var open = new Stack<Run>([new Run(1, 0, runs)]);
        while (open.TryPop(out Run? run))
        {
            if (run.From > last || run.From + run.Steps <= first)
            {
                continue;
            }
            found.Add(run);
            if (!run.IsWithin(first, last))
            {
                int half = run.Steps / 2;
                open.Push(new Run(2 * run.Number, run.From, half));
                open.Push(new Run((2 * run.Number) + 1, run.From + half, half));
            }
        }
        return found;
    }

    private sealed record Run(int Number, int From, int Steps)
    {
        public bool IsWithin(int first, int last) => first <= From && From + Steps - 1 <= last;
    }

    /// <summary>Ranges of bytes in ascending order, none touching another.</summary>
    private sealed class Ranges
    {
        private readonly List<long> starts = [], ends = [];

        /// <summary>The offset, or the end of the range that is in the way of so many bytes there.</summary>
        public long SkipFrom(long offset, long bytes)
        {
            int next = FirstAbove(ends, offset);
            return next < ends.Count && starts[next] < offset + bytes ? ends[next] : offset;
        }

        /// <summary>Adds a range; what it touches becomes one with it.</summary>
        public void Add(long start, long end)
        {
            int from = FirstAbove(ends, start - 1), to = FirstAbove(starts, end);
            if (from < to)
            {
                (start, end) = (Math.Min(start, starts[from]), Math.Max(end, ends[to - 1]));
                starts.RemoveRange(from, to - from);
                ends.RemoveRange(from, to - from);
            }
            starts.Insert(from, start);
            ends.Insert(from, end);
        }

        private static int FirstAbove(List<long> ascending, long value)
        {
            int found = ascending.BinarySearch(value);
            return found < 0 ? ~found : found + 1;
        }
    }
}
