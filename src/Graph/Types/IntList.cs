using System.Collections;
using System.Runtime.CompilerServices;

namespace NeuralJit;

/// <summary>Whole numbers, one per dimension, as ops store them (offsets, steps, paddings): immutable, compared by value.</summary>
[CollectionBuilder(typeof(IntList), nameof(Create))]
public sealed class IntList : IEquatable<IntList>, IReadOnlyList<int>
{
    private readonly int[] values;

    private IntList(int[] values) => this.values = values;

    /// <summary>How many there are.</summary>
    public int Count => values.Length;

    /// <summary>The numbers.</summary>
    public ReadOnlySpan<int> Span => values;

    /// <summary>Number <paramref name="index"/>.</summary>
    public int this[int index] => values[index];

    /// <summary>Makes a list.</summary>
    public static IntList Create(ReadOnlySpan<int> values) => new(values.ToArray());

    /// <summary>The same number <paramref name="count"/> times.</summary>
    public static IntList Repeat(int value, int count)
    {
        int[] values = new int[count];
        Array.Fill(values, value);
        return new IntList(values);
    }

    /// <summary>Whether all numbers are <paramref name="value"/>.</summary>
    public bool AllAre(int value) => !values.AsSpan().ContainsAnyExcept(value);

    /// <inheritdoc/>
    public bool Equals(IntList? other) => other is not null && values.AsSpan().SequenceEqual(other.values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as IntList);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int value in values)
        {
            hash.Add(value);
        }
        return hash.ToHashCode();
    }

    /// <summary>For example <c>[0,2]</c>.</summary>
    public override string ToString() => $"[{string.Join(',', values)}]";

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)values).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
