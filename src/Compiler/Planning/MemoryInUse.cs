namespace NeuralJit.Compilation;

/// <summary>
/// Which bytes of an arena are in use during which steps: a tree over the bytes, each of whose nodes stands for a region. A region all of
/// which is in use at one step is passed at once, so that a program of many steps with many values alive is planned in about linear time.
/// </summary>
/// <param name="most">The most bytes that are ever in use.</param>
/// <param name="unit">What offsets and sizes are multiples of.</param>
internal sealed class MemoryInUse(long most, long unit)
{
    private readonly Region root = new(
        null, 0, unit * (long)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)(most / unit)));

    /// <summary>
    /// How many regions were looked at in search of free bytes: what planning costs, as a number that no other load changes.
    /// </summary>
    public long Visits { get; private set; }

    /// <summary>
    /// Takes the first <paramref name="bytes"/> side by side that nobody uses from one step to the other, both included; gives their
    /// offset.
    /// </summary>
    public long Take(int first, int last, long bytes)
    {
        long offset = FirstFree(first, last + 1, bytes);
        var open = new Stack<Region>([root]);
        while (open.TryPop(out Region? region))
        {
            if (region.End <= offset || offset + bytes <= region.Start)
            {
                continue;
            }
            region.Used.Add(first, last + 1);
            if (offset <= region.Start && region.End <= offset + bytes)
            {
                Fill(region, first, last + 1);
                continue;
            }
            open.Push(region.Left ??= new Region(region, region.Start, region.Middle));
            open.Push(region.Right ??= new Region(region, region.Middle, region.End));
        }
        return offset;
    }

    /// <summary>Walks over the regions by offset; <c>free</c> is where the last one that is in the way ended.</summary>
    private long FirstFree(int start, int end, long bytes)
    {
        long free = 0;
        var open = new Stack<Region>([root]);
        while (open.TryPop(out Region? region) && region.Start < free + bytes)
        {
            Visits++;
            if (region.Full.Meets(start, end))
            {
                free = region.End;
            }
            else if (region.Left is not null && region.Used.Meets(start, end))
            {
                open.Push(region.Right!);
                // Where the bytes do not fit in before the region's end, only what is the last in the way counts.
                if (region.End - free >= bytes || !region.Right!.Used.Meets(start, end))
                {
                    open.Push(region.Left);
                }
            }
        }
        return free;
    }

    /// <summary>All of the region is in use from one step to the other; so is what it is a half of, where the other half is.</summary>
    private static void Fill(Region filled, int start, int end)
    {
        var open = new Stack<(Region Region, int Start, int End)>([(filled, start, end)]);
        while (open.TryPop(out var found))
        {
            found.Region.Full.Add(found.Start, found.End);
            if (found.Region.Parent is { } parent)
            {
                Region other = ReferenceEquals(parent.Left, found.Region) ? parent.Right! : parent.Left!;
                foreach ((int from, int to) in other.Full.Within(found.Start, found.End))
                {
                    open.Push((parent, from, to));
                }
            }
        }
    }

    /// <summary>Some bytes, and during which steps they are in use.</summary>
    private sealed class Region(Region? parent, long start, long end)
    {
        public Region? Parent { get; } = parent;

        public long Start { get; } = start;

        public long End { get; } = end;

        public long Middle => Start + ((End - Start) / 2);

        /// <summary>The halves; null while no part is in use without the whole.</summary>
        public Region? Left { get; set; }

        public Region? Right { get; set; }

        /// <summary>When a part of it is in use.</summary>
        public Spans Used { get; } = new();

        /// <summary>When all of it is in use.</summary>
        public Spans Full { get; } = new();
    }

    /// <summary>Spans of steps in ascending order, each with its end excluded, none touching another.</summary>
    private sealed class Spans
    {
        private readonly List<(int Start, int End)> spans = [];

        public bool Meets(int start, int end)
        {
            int next = FirstEndingAfter(start);
            return next < spans.Count && spans[next].Start < end;
        }

        /// <summary>The parts of the spans that lie between two steps.</summary>
        public IEnumerable<(int Start, int End)> Within(int start, int end)
        {
            for (int next = FirstEndingAfter(start); next < spans.Count && spans[next].Start < end; next++)
            {
                yield return (Math.Max(start, spans[next].Start), Math.Min(end, spans[next].End));
            }
        }

        /// <summary>Adds a span; what it touches becomes one with it.</summary>
        public void Add(int start, int end)
        {
            int first = FirstEndingAfter(start - 1), next = first;
            for (; next < spans.Count && spans[next].Start <= end; next++)
            {
                (start, end) = (Math.Min(start, spans[next].Start), Math.Max(end, spans[next].End));
            }
            spans.RemoveRange(first, next - first);
            spans.Insert(first, (start, end));
        }

        private int FirstEndingAfter(int step)
        {
            int low = 0, high = spans.Count;
            while (low < high)
            {
                int middle = (low + high) / 2;
                (low, high) = spans[middle].End > step ? (low, middle) : (middle + 1, high);
            }
            return low;
        }
    }
}
