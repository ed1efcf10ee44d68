namespace NeuralJit.Compilation;

/// <summary>
/// How the input of a convolution is laid out for its kernels: each channel is a plane with its zeros around it, in which every element of
/// the convolution's kernel reads the results' positions one beside the other. For stride 1 that is the padded plane itself; for a stride
/// of s a plane for each of the s phases that the kernel touches, holding every s-th element. Positions along all dimensions are one flat
/// row, so that the results need no loop over lines; those that lie between two lines are computed and thrown away.
/// </summary>
internal sealed class PlaneLayout
{
    /// <summary>Elements after the planes: what the widest tile may read beyond the last position.</summary>
    public const int Slack = 256;

    private readonly int[] input;
    private readonly int[][] phases;
    private readonly int[] extents;
    private readonly long phaseSize;
    private readonly ConvWindow window;

    public PlaneLayout(ConvWindow window, ReadOnlySpan<int> input, ReadOnlySpan<int> kernel)
    {
        this.window = window;
        this.input = input.ToArray();
        int rank = window.Rank;
        Kernel = IntList.Create(kernel);
        Output = window.OutputExtents("conv", input, kernel);
        phases = new int[rank][];
        extents = new int[rank];
        Pitches = new int[rank];
        long plane = 1;
        for (int d = rank - 1; d >= 0; d--)
        {
            int stride = window.Strides[d], dilation = window.Dilations[d];
            phases[d] = [.. Enumerable.Range(0, kernel[d]).Select(k => k * dilation % stride).Distinct().Order()];
            extents[d] = Output[d] + ((kernel[d] - 1) * dilation / stride);
            Pitches[d] = checked((int)plane);
            plane *= d == rank - 1 ? Pitch(d) : extents[d];
        }
        // The last line may be longer than the pitch, where the zeros at its end are not the next line's.
        phaseSize = plane + Math.Max(0, extents[^1] - Pitch(rank - 1));
        Plane = checked(phaseSize * phases.Aggregate(1L, (product, p) => product * p.Length));
    }

    /// <summary>
    /// The layout, or null where the planes of all samples and channels of <paramref name="x"/> would be more than one tensor: the library
    /// needs none.
    /// </summary>
    public static PlaneLayout? Of(ConvWindow window, ReadOnlySpan<int> input, ReadOnlySpan<int> kernel, Shape x)
    {
        Int128 plane = window.Strides.Span.ToArray().Aggregate((Int128)1, (product, stride) => product * stride);
        for (int d = 0; d < window.Rank; d++)
        {
            plane *= (long)input[d] + window.PadsBefore[d] + window.PadsAfter[d] + window.Strides[d];
        }
        // A bound from above first, so that nothing of the exact layout overflows.
        if (plane > long.MaxValue / int.MaxValue)
        {
            return null;
        }
        var layout = new PlaneLayout(window, input, kernel);
        return (Int128)layout.Plane * x[0] * x[1] + Slack <= TensorData.MostElements ? layout : null;
    }

    /// <summary>Extents of the convolution's kernel.</summary>
    public IntList Kernel { get; }

    /// <summary>Elements of the convolution's kernel.</summary>
    public int Taps => Kernel.Aggregate(1, (product, extent) => product * extent);

    /// <summary>How many results there are.</summary>
    public int Results => Output.Aggregate(1, (product, extent) => product * extent);

    /// <summary>Spatial extents of the results.</summary>
    public int[] Output { get; }

    /// <summary>Elements between neighbours along each dimension.</summary>
    public int[] Pitches { get; }

    /// <summary>Elements of a channel.</summary>
    public long Plane { get; }

    /// <summary>Length of the flat row of positions from the first result to the last.</summary>
    public long Positions => PositionAt([.. Output.Select(extent => extent - 1)]) + 1;

    /// <summary>Where each element of the kernel, in memory order, finds position 0: elements after the start of the plane.</summary>
    public long[] TapOffsets()
    {
        long[] offsets = [0];
        long[] phaseStrides = PhaseStrides();
        for (int d = 0; d < Kernel.Count; d++)
        {
            int stride = window.Strides[d], dilation = window.Dilations[d], axis = d;
            offsets = [.. offsets.SelectMany(_ => Enumerable.Range(0, Kernel[axis]), (offset, k) =>
                offset + (Array.IndexOf(phases[axis], k * dilation % stride) * phaseStrides[axis])
                    + (k * dilation / stride * (long)Pitches[axis]))];
        }
        return offsets;
    }

    /// <summary>
    /// For each vector of positions, up to a whole number of tiles: which of its lanes are results (a bit each), and how many results come
    /// before.
    /// </summary>
    public long[] PositionTable(int lanes, int tileVectors)
    {
        long tile = (long)lanes * tileVectors, tiles = (Positions + tile - 1) / tile;
        long[] table = new long[tiles * tileVectors * 2];
        long results = 0;
        for (long position = 0; position < tiles * tile; position++)
        {
            long entry = position / lanes * 2;
            table[entry + 1] = position % lanes == 0 ? results : table[entry + 1];
            if (IsResult(position))
            {
                table[entry] |= 1L << (int)(position % lanes);
                results++;
            }
        }
        return table;
    }

    /// <summary>
    /// For each tile of so many positions, the first element of the kernel that meets anything but padding there, and the one after the
    /// last; null where that would save little. What is left out is 0 times a weight: of an infinite weight only the products with the
    /// image itself are sure to be seen.
    /// </summary>
    public long[]? TapRanges(long tile)
    {
        const double LeastSaving = 0.1;
        const long MostWork = 1 << 20;
        int taps = Taps, results = Results;
        if ((window.PadsBefore.AllAre(0) && window.PadsAfter.AllAre(0)) || (long)taps * results > MostWork)
        {
            return null;
        }
        long[] ranges = [.. Enumerable.Repeat(0, (int)((Positions + tile - 1) / tile)).SelectMany(_ => new long[] { taps, 0 })];
        int[][] at = [.. Enumerable.Range(0, taps).Select(t => IndicesOf(t, Kernel.Span))];
        for (int result = 0; result < results; result++)
        {
            int[] place = IndicesOf(result, Output);
            long entry = PositionAt(place) / tile * 2;
            for (int tap = 0; tap < taps; tap++)
            {
                if (Meets(place, at[tap]))
                {
                    (ranges[entry], ranges[entry + 1]) = (Math.Min(ranges[entry], tap), Math.Max(ranges[entry + 1], tap + 1));
                }
            }
        }
        double used = Enumerable.Range(0, ranges.Length / 2).Average(i => Math.Max(0, ranges[(2 * i) + 1] - ranges[2 * i]));
        return used <= taps * (1 - LeastSaving) ? ranges : null;
    }

    /// <summary>Whether the result at these indices reads an element of the input with this element of the kernel.</summary>
    private bool Meets(int[] result, int[] tap)
    {
        for (int d = 0; d < result.Length; d++)
        {
            int i = (result[d] * window.Strides[d]) + (tap[d] * window.Dilations[d]) - window.PadsBefore[d];
            if (i < 0 || i >= input[d])
            {
                return false;
            }
        }
        return true;
    }

    private static int[] IndicesOf(int number, ReadOnlySpan<int> shape)
    {
        int[] indices = new int[shape.Length];
        for (int d = shape.Length - 1; d >= 0; d--)
        {
            (number, indices[d]) = Math.DivRem(number, shape[d]);
        }
        return indices;
    }

    /// <summary>The position of result number <paramref name="result"/>.</summary>
    public long PositionOf(int result) => PositionAt(IndicesOf(result, Output));

    private long PositionAt(int[] result)
    {
        long position = 0;
        for (int d = 0; d < result.Length; d++)
        {
            position += result[d] * (long)Pitches[d];
        }
        return position;
    }

    private bool IsResult(long position)
    {
        for (int d = 0; d < Output.Length; d++)
        {
            (long index, position) = Math.DivRem(position, Pitches[d]);
            if (index >= Output[d])
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>
    /// The lines of a plane that hold elements of the input: where they begin there, where in the input, how many elements, and how far
    /// apart they lie in it.
    /// </summary>
    public PlaneLine[] Lines()
    {
        int rank = input.Length;
        PlaneLine[] lines = [new(0, 0, 1, 1)];
        long[] phaseStrides = PhaseStrides();
        long[] inputStrides = Shape.Create(input).Strides.ToArray();
        for (int d = 0; d < rank; d++)
        {
            int axis = d;
            lines = [.. lines.SelectMany(line => phases[axis].SelectMany((phase, number) => Along(axis, phase)
                .Select(run => new PlaneLine(line.Target + (number * phaseStrides[axis]) + (run.Position * (long)Pitches[axis]), line.Source
                    + (run.Element * inputStrides[axis]), run.Count, window.Strides[axis]))))];
        }
        return lines;
    }

    /// <summary>Along one dimension, which positions hold which elements of the input; one by one, but along the last in runs.</summary>
    private IEnumerable<(int Position, int Element, int Count)> Along(int axis, int phase)
    {
        int stride = window.Strides[axis], before = window.PadsBefore[axis];
        int first = before <= phase ? 0 : (before - phase + stride - 1) / stride;
        int last = Math.Min(extents[axis] - 1, (input[axis] - 1 + before - phase) < 0 ? -1 : (input[axis] - 1 + before - phase) / stride);
        if (last < first)
        {
            return [];
        }
        return axis == input.Length - 1
            ? [(first, (first * stride) + phase - before, last - first + 1)]
            : Enumerable.Range(first, last - first + 1).Select(q => (q, (q * stride) + phase - before, 1));
    }

    /// <summary>With stride 1 a line's zeros at its end can be the zeros at the start of the next.</summary>
    private int Pitch(int d)
    {
        int before = window.PadsBefore[d], after = Math.Max(0, extents[d] - input[d] - before);
        return window.Strides[d] == 1 && Output.Length > 1 ? Math.Max(Output[d], input[d] + Math.Max(before, after)) : extents[d];
    }

    private long[] PhaseStrides()
    {
        long[] strides = new long[phases.Length];
        long stride = phaseSize;
        for (int d = phases.Length - 1; d >= 0; d--)
        {
            strides[d] = stride;
            stride *= phases[d].Length;
        }
        return strides;
    }
}

/// <summary>A line of a plane.</summary>
/// <param name="Target">Where it begins in the plane.</param>
/// <param name="Source">Where it begins in the channel of the input.</param>
/// <param name="Count">Elements.</param>
/// <param name="Step">Elements of the input from one to the next.</param>
internal readonly record struct PlaneLine(long Target, long Source, int Count, int Step);
