namespace NeuralJit.Compilation;

/// <summary>
/// What the loops of a group walk: its domain, or, where it reduces segments, the domain with the axis that is cut as two, the segments and
/// the elements of one.
/// </summary>
/// <param name="Extents">The extents.</param>
/// <param name="Reduced">The axes that are reduced.</param>
/// <param name="Accesses">The memory, with strides along these axes.</param>
internal sealed record LoopDomain(IntList Extents, Axes Reduced, IReadOnlyList<Access> Accesses)
{
    /// <summary>The axis that counts segments, or -1; the elements of a segment are the one after it.</summary>
    public int SegmentAxis { get; private init; } = -1;

    /// <summary>The extent of the axis that is cut.</summary>
    public int Segmented { get; private init; }

    /// <summary>Whether the last segment is shorter than the others.</summary>
    public bool HasRest => SegmentAxis >= 0 && Segmented % Extents[SegmentAxis + 1] != 0;

    /// <summary>What the loops of <paramref name="group"/> walk to compute <paramref name="body"/>.</summary>
    public static LoopDomain Of(Group group, GroupBody body)
    {
        Axes reduced = group.Reduced ?? default;
        if (group.Segment is not { } length)
        {
            return new LoopDomain([.. group.Domain.Extents], reduced, body.Accesses);
        }
        int axis = reduced.Ascending().First(), extent = group.Domain[axis];
        ReadOnlySpan<int> extents = group.Domain.Extents;
        return new LoopDomain(
            [.. extents[..axis], ((extent - 1) / length) + 1, length, .. extents[(axis + 1)..]],
            new Axes(reduced.Mask << 1 & ~(1u << axis)),
            [.. body.Accesses.Select((access, k) => Cut(access, axis, length, isResult: body.IsResult(k)))])
        {
            SegmentAxis = axis,
            Segmented = extent,
        };
    }

    /// <summary>A result has one element for each segment.</summary>
    private static Access Cut(Access access, int axis, int length, bool isResult)
    {
        long stride = access.Strides[axis];
        (long next, long within) = isResult ? (stride, 0) : (stride * length, stride);
        return access with { Strides = [.. access.Strides[..axis], next, within, .. access.Strides[(axis + 1)..]] };
    }
}
