using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>
/// The places of results within the planes that they are computed from, cut into runs of neighbours: each row a run, or all
/// rows of a plane with what lies between them, or all planes. A longer run computes places that belong to no result, but
/// has fewer partial registers.
/// </summary>
internal struct Runs
{
    private Triple extents;
    private long rowPitch;
    private long planePitch;
    private int merged;

    /// <summary>The number of runs.</summary>
    public long Count;

    /// <summary>The places of a run.</summary>
    public int Length;

    /// <summary>The runs that cost least with registers of the given width.</summary>
    public static Runs Of(Triple extents, in PhasePlanes planes, int width)
    {
        Runs best = default;
        for (int merged = 0; merged < 3; merged++)
        {
            Runs runs = new() { extents = extents, rowPitch = planes.RowPitch, planePitch = planes.PlanePitch, merged = merged };
            long length = extents[2] + (merged > 0 ? (extents[1] - 1) * planes.RowPitch : 0)
                + (merged > 1 ? (extents[0] - 1) * planes.PlanePitch : 0);
            runs.Count = (merged > 0 ? 1 : extents[1]) * (long)(merged > 1 ? 1 : extents[0]);
            runs.Length = (int)length;
            if (merged == 0 || runs.Cost(width) < best.Cost(width) || runs.IsGapless)
            {
                best = runs;
            }
        }

        return best;
    }

    /// <summary>Whether every place of a run belongs to a result.</summary>
    public readonly bool IsGapless => Length == extents.Volume / Count;

    /// <summary>The registers that the runs take.</summary>
    public readonly long Registers(int width) => Count * (((long)Length + width - 1) / width);

    /// <summary>Registers, and a third of one more for each panel of three.</summary>
    private readonly long Cost(int width)
    {
        long registers = Registers(width) / Count;
        return Count * ((3 * registers) + ((registers + 2) / 3));
    }

    /// <summary>Where a run begins in the planes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly long Place(long run)
    {
        (long plane, long row) = First(run);
        return (plane * planePitch) + (row * rowPitch);
    }

    /// <summary>The first plane and row of a run.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly (long Plane, long Row) First(long run) => merged switch
    {
        0 => Math.DivRem(run, extents[1]),
        1 => (run, 0),
        _ => (0, 0),
    };

    /// <summary>The rows of a run.</summary>
    public readonly int Rows => merged switch { 0 => 1, 1 => extents[1], _ => extents[0] * extents[1] };

    /// <summary>A row of a run: which plane and row after the run's first it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly (long Plane, long Row) Row(int row) => Math.DivRem(row, (long)extents[1]);

    /// <summary>Where a row of a run begins, after the run's beginning.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly long RowPlace(int row)
    {
        (long plane, long below) = Row(row);
        return (plane * planePitch) + (below * rowPitch);
    }
}
