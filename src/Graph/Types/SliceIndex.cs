namespace NeuralJit;

/// <summary>
/// What an index says about one dimension: a position (the dimension goes), a range, a range with a step, a new dimension, or
/// the ellipsis that stands for all dimensions not named.
/// </summary>
/// <remarks>
/// <c>x[0]</c>, <c>x[^1, 2..]</c>, <c>x[(1..7, 2)]</c> (every second one from 1 up to 7), <c>x[(.., -1)]</c> (backwards: a negative step
/// walks from the last element of the range), <c>x[SliceIndex.Ellipsis, 0]</c>, <c>x[SliceIndex.NewAxis]</c>.
/// </remarks>
public readonly struct SliceIndex
{
    private readonly Range range;

    private SliceIndex(SliceKind kind, Range range = default, int step = 1)
    {
        Kind = kind;
        this.range = range;
        Step = step;
    }

    /// <summary>All dimensions that are not named.</summary>
    public static SliceIndex Ellipsis => new(SliceKind.Ellipsis);

    /// <summary>A new dimension of extent 1.</summary>
    public static SliceIndex NewAxis => new(SliceKind.NewAxis);

    /// <summary>What it says.</summary>
    internal SliceKind Kind { get; }

    /// <summary>The distance of neighbours in a range.</summary>
    internal int Step { get; }

    /// <summary>The element at a position, from the start; from the end with <c>^</c>.</summary>
    public static implicit operator SliceIndex(int index) => index >= 0
        ? new SliceIndex(SliceKind.At, new Range(index, index))
        : throw new ShapeException($"slice: index {index} is negative; count from the end with ^{-(long)index}");

    /// <summary>The element at a position.</summary>
    public static implicit operator SliceIndex(Index index) => new(SliceKind.At, new Range(index, index));

    /// <summary>A range of elements.</summary>
    public static implicit operator SliceIndex(Range range) => new(SliceKind.Range, range);

    /// <summary>Every step-th element of a range, backwards from its end if the step is negative.</summary>
    public static implicit operator SliceIndex((Range Range, int Step) stepped) => new(SliceKind.Range, stepped.Range, stepped.Step);

    /// <summary>Start, count and step in a dimension of the given extent.</summary>
    internal (int Start, int Count, int Step) Resolve(int extent, int axis)
    {
        int start = range.Start.GetOffset(extent), end = range.End.GetOffset(extent);
        if (Kind == SliceKind.At)
        {
            return (uint)start < (uint)extent
                ? (start, 1, 1)
                : throw new ShapeException($"slice: index {range.Start} is out of range for axis {axis} of extent {extent}");
        }
        if (start < 0 || end > extent || start > end)
        {
            throw new ShapeException($"slice: range {range} does not fit axis {axis} of extent {extent}");
        }
        if (Step == 0)
        {
            throw new ShapeException($"slice: the step along axis {axis} is 0; it must be positive or negative");
        }
        long distance = Math.Abs((long)Step);
        int count = (int)((end - start + distance - 1) / distance);
        // One element needs no step: the same slice has one form.
        return count == 0 ? (0, 0, 1) : (Step > 0 ? start : end - 1, count, count == 1 ? 1 : Step);
    }
}

/// <summary>The forms of a <see cref="SliceIndex"/>.</summary>
internal enum SliceKind
{
    Range,
    At,
    NewAxis,
    Ellipsis,
}
