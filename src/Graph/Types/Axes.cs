using System.Numerics;

namespace NeuralJit;

/// <summary>A set of dimensions (of at most 32), as ops store it: compared by value.</summary>
/// <param name="Mask">Bit i is set when axis i belongs to the set.</param>
public readonly record struct Axes(uint Mask)
{
    /// <summary>Number of axes in the set.</summary>
    public int Count => BitOperations.PopCount(Mask);

    /// <summary>Whether <paramref name="axis"/> (from 0) belongs to the set.</summary>
    public bool Contains(int axis) => (Mask >> axis & 1) != 0;

    /// <summary>All axes of a tensor of rank <paramref name="rank"/>.</summary>
    public static Axes All(int rank) => new(rank == 0 ? 0 : uint.MaxValue >> (32 - rank));

    /// <summary>
    /// The axes of <paramref name="shape"/> with these numbers; negative ones count from the end; none given means all. A scalar counts as
    /// a vector of one element: its axis 0 or −1 may be named, and the set is empty.
    /// </summary>
    /// <exception cref="ShapeException">An axis is out of range or named twice.</exception>
    public static Axes Of(Shape shape, ReadOnlySpan<int> axes)
    {
        if (axes.Length == 0)
        {
            return All(shape.Rank);
        }
        uint mask = 0;
        foreach (int axis in axes)
        {
            uint bit = 1u << shape.AxisOrScalar(axis);
            mask = (mask & bit) == 0
                ? mask | bit
                : throw new ShapeException($"axis {axis} is named twice in [{string.Join(',', axes.ToArray())}]");
        }
        return new Axes(shape.Rank == 0 ? 0 : mask);
    }

    /// <summary>The axes in ascending order.</summary>
    public IEnumerable<int> Ascending()
    {
        for (uint rest = Mask; rest != 0; rest &= rest - 1)
        {
            yield return BitOperations.TrailingZeroCount(rest);
        }
    }

    /// <summary>For example <c>[0,2]</c>.</summary>
    public override string ToString() => $"[{string.Join(',', Ascending())}]";
}
