using System.Collections;
using System.Runtime.CompilerServices;

namespace NeuralJit;

/// <summary>The extents of a tensor, outermost first; immutable, compared by value. <c>Shape s = [64, 784];</c></summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public sealed class Shape : IEquatable<Shape>, IReadOnlyList<int>
{
    private readonly int[] extents;
    private long[]? strides;
    private Layout? dense;

    private Shape(int[] extents)
    {
        this.extents = extents;
        Count = CountElements(extents);
    }

    /// <summary>The most dimensions that a tensor can have.</summary>
    public const int MaxRank = 16;

    /// <summary>The shape of a scalar: no extents, one element.</summary>
    public static Shape Scalar { get; } = new([]);

    /// <summary>Number of dimensions.</summary>
    public int Rank => extents.Length;

    /// <summary>Number of elements: the product of the extents.</summary>
    public long Count { get; }

    /// <summary>The extents.</summary>
    public ReadOnlySpan<int> Extents => extents;

    /// <summary>Distance in elements between neighbours along each dimension of a dense row-major tensor.</summary>
    public ReadOnlySpan<long> Strides => strides ??= RowMajorStrides(extents);

    /// <summary>The layout of dense memory, made once.</summary>
    internal Layout DenseLayout => dense ??= new Layout(this, strides ??= RowMajorStrides(extents));

    /// <summary>The extent of dimension <paramref name="axis"/>; negative axes count from the end.</summary>
    public int this[int axis] => extents[Axis(axis)];

    /// <inheritdoc/>
    int IReadOnlyCollection<int>.Count => extents.Length;

    /// <summary>Makes a shape from its extents.</summary>
    /// <exception cref="ShapeException">
    /// An extent is negative, the number of elements exceeds 2³¹ − 1, or there are more than 16 dimensions.
    /// </exception>
    public static Shape Create(ReadOnlySpan<int> extents) => extents.Length == 0 ? Scalar : new Shape(extents.ToArray());

    /// <summary>The axis as a number from 0; negative axes count from the end.</summary>
    /// <exception cref="ShapeException">The shape has no such axis.</exception>
    public int Axis(int axis)
    {
        int normal = axis < 0 ? axis + Rank : axis;
        return (uint)normal < (uint)Rank
            ? normal
            : throw new ShapeException(
                $"axis {axis} is out of range for {this}, which has {Rank} dimensions (valid: {-Rank} to {Rank - 1})");
    }

    /// <summary>
    /// As <see cref="Axis"/>, for operations that take a scalar for a vector of one element, as PyTorch's do: its axes are 0 and −1.
    /// </summary>
    /// <exception cref="ShapeException">The shape has no such axis.</exception>
    internal int AxisOrScalar(int axis) => Rank > 0 ? Axis(axis) : axis is 0 or -1
        ? 0
        : throw new ShapeException($"axis {axis} is out of range for a scalar, which counts as a vector of 1 element (valid: -1 and 0)");

    /// <summary>Whether there is an axis of this number, from 0; of a scalar, 0 is one.</summary>
    internal bool HasAxisOrIsScalar(int axis) => (uint)axis < (uint)Math.Max(Rank, 1);

    /// <summary>
    /// The common shape of <paramref name="a"/> and <paramref name="b"/> under NumPy's broadcasting, or null if they do not fit.
    /// </summary>
    public static Shape? Broadcast(Shape a, Shape b)
    {
        if (a.Equals(b))
        {
            return a;
        }
        if (a.Rank < b.Rank)
        {
            (a, b) = (b, a);
        }
        int[] result = a.extents.AsSpan().ToArray();
        int shift = a.Rank - b.Rank;
        for (int i = 0; i < b.Rank; i++)
        {
            int x = a.extents[i + shift], y = b.extents[i];
            if (x != y && x != 1 && y != 1)
            {
                return null;
            }
            result[i + shift] = x == 1 ? y : x;
        }
        return new Shape(result);
    }

    /// <summary>Whether a tensor of this shape broadcasts to <paramref name="target"/>.</summary>
    public bool BroadcastsTo(Shape target) => Broadcast(this, target) is { } common && common.Equals(target);

    /// <summary>The shape after a reduction over <paramref name="axes"/>.</summary>
    public Shape Reduce(Axes axes, bool keepDims)
    {
        Span<int> result = stackalloc int[Rank];
        int kept = 0;
        for (int i = 0; i < Rank; i++)
        {
            bool reduced = axes.Contains(i);
            if (!reduced || keepDims)
            {
                result[kept++] = reduced ? 1 : extents[i];
            }
        }
        return Create(result[..kept]);
    }

    /// <summary>The shape with dimension <paramref name="axis"/> set to <paramref name="extent"/>.</summary>
    public Shape With(int axis, int extent)
    {
        int[] result = extents.AsSpan().ToArray();
        result[Axis(axis)] = extent;
        return new Shape(result);
    }

    /// <inheritdoc/>
    public bool Equals(Shape? other) =>
        other is not null && (ReferenceEquals(this, other) || extents.AsSpan().SequenceEqual(other.extents));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int extent in extents)
        {
            hash.Add(extent);
        }
        return hash.ToHashCode();
    }

    /// <summary>For example <c>[64,784]</c>; a scalar is <c>[]</c>.</summary>
    public override string ToString() => $"[{string.Join(',', extents)}]";

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)extents).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static long CountElements(ReadOnlySpan<int> extents)
    {
        if (extents.Length > MaxRank)
        {
            throw new ShapeException($"a tensor has at most {MaxRank} dimensions, got [{string.Join(',', extents.ToArray())}]");
        }
        long count = 1;
        bool empty = false;
        foreach (int extent in extents)
        {
            if (extent < 0)
            {
                throw new ShapeException(
                    $"extents must not be negative, got [{string.Join(',', extents.ToArray())}]; shapes are fixed, and a function "
                    + $"compiles a program for each that it is given");
            }
            empty |= extent == 0;
            count = extent == 0 ? count : Math.Min(count * extent, (long)int.MaxValue + 1);
        }
        return empty ? 0 : count <= int.MaxValue
            ? count
            : throw new ShapeException(
                $"a tensor of shape [{string.Join(',', extents.ToArray())}] has more than {int.MaxValue} elements, the most that one "
                + $"tensor can hold");
    }

    private static long[] RowMajorStrides(int[] extents)
    {
        long[] strides = new long[extents.Length];
        long step = 1;
        for (int i = extents.Length - 1; i >= 0; i--)
        {
            strides[i] = step;
            step *= extents[i];
        }
        return strides;
    }
}
