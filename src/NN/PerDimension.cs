using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace NeuralJit.NN;

/// <summary>
/// A number for all spatial dimensions (<c>3</c>) or one for each (<c>[3, 5]</c>), as kernel sizes, strides and paddings are given.
/// </summary>
[CollectionBuilder(typeof(PerDimension), nameof(Create))]
public readonly record struct PerDimension : IEnumerable<int>
{
    private readonly IntList? each;
    private readonly int all;

    private PerDimension(int all, IntList? each)
    {
        this.all = all;
        this.each = each;
    }

    /// <summary>One number for all dimensions.</summary>
    public static implicit operator PerDimension(int all) => FromInt32(all);

    /// <summary>One number for all dimensions.</summary>
    public static PerDimension FromInt32(int all) => new(all, null);

    /// <summary>One number for each dimension.</summary>
    public static PerDimension Create(ReadOnlySpan<int> each) => new(0, IntList.Create(each));

    /// <summary>The numbers for so many dimensions, each at least <paramref name="least"/>.</summary>
    /// <exception cref="GraphException">There are numbers for another count of dimensions, or one is too small.</exception>
    internal IntList Over(int rank, string what, int least)
    {
        IntList each = Over(rank, what);
        return each.Span.ContainsAnyInRange(int.MinValue, least - 1)
            ? throw new GraphException(string.Create(CultureInfo.InvariantCulture, $"{what} must be at least {least}, got {this}"))
            : each;
    }

    /// <summary>The numbers for so many dimensions.</summary>
    /// <exception cref="GraphException">There are numbers for another count of dimensions.</exception>
    public IntList Over(int rank, string what) => each is null ? IntList.Repeat(all, rank)
        : each.Count == rank ? each
        : throw new GraphException(string.Create(CultureInfo.InvariantCulture,
            $"{what} has {each.Count} entries for {rank} spatial dimension{(rank == 1 ? "" : "s")}: {this}; give one number, or "
            + $"one for each"));

    /// <summary>As Python writes it: <c>3</c> or <c>(3, 5)</c>.</summary>
    public override string ToString() => each is null ? all.ToString(CultureInfo.InvariantCulture) : PythonText.Of(each);

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => (each ?? IntList.Repeat(all, 1)).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
