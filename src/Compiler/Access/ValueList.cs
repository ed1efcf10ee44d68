using System.Collections;
using System.Runtime.CompilerServices;

namespace NeuralJit.Compilation;

/// <summary>Makes lists from <c>[a, b]</c>.</summary>
internal static class ValueList
{
    /// <summary>A list of these.</summary>
    public static ValueList<T> Create<T>(ReadOnlySpan<T> items) where T : notnull => new(items.ToArray());
}

/// <summary>An immutable list that equals another when its elements do: records that have lists compare by value.</summary>
[CollectionBuilder(typeof(ValueList), nameof(ValueList.Create))]
internal sealed class ValueList<T>(T[] items) : IReadOnlyList<T>, IEquatable<ValueList<T>> where T : notnull
{
    /// <inheritdoc/>
    public int Count => items.Length;

    /// <inheritdoc/>
    public T this[int index] => items[index];

    /// <inheritdoc/>
    public bool Equals(ValueList<T>? other) =>
        other is not null && items.SequenceEqual(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ValueList<T>);

    /// <inheritdoc/>
    public override int GetHashCode() => items.Aggregate(Count, (hash, item) => (hash * 31) + item.GetHashCode());

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(',', items)}]";

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
