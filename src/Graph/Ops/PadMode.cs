using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>What padding consists of.</summary>
public enum PadMode
{
    /// <summary>Zeros.</summary>
    Zeros,

    /// <summary>The tensor mirrored at its ends, which are not repeated.</summary>
    Reflect,

    /// <summary>The first and last element repeated.</summary>
    Replicate,

    /// <summary>The tensor repeated.</summary>
    Circular,
}

/// <summary>Padding that continues the tensor.</summary>
public static class PadModeExtensions
{
    extension(Node x)
    {
        /// <summary>
        /// x with <paramref name="low"/> elements before and <paramref name="high"/> after it along its last dimensions (one entry for each of these, in
        /// their order), as torch.nn.functional.pad.
        /// </summary>
        /// <exception cref="ShapeException">The lists differ in length, an entry is negative, or more elements are asked for than the tensor can be continued by.</exception>
        public Node Pad(IntList low, IntList high, PadMode mode)
        {
            int leading = x.Rank - low.Count;
            if (low.Count != high.Count || leading < 0)
            {
                throw new ShapeException($"pad: low {low} and high {high} must have one entry for each of the last dimensions of {x.Type}" + Trace.DescribePlace());
            }
            if (mode == PadMode.Zeros)
            {
                int[] none = new int[leading];
                return x.Pad([.. none, .. low], [.. none, .. high]);
            }
            Node y = x;
            for (int i = 0; i < low.Count; i++)
            {
                int axis = leading + i, extent = x.Shape[axis];
                CheckExtent(x, axis, low[i], high[i], mode);
                y = low[i] == 0 && high[i] == 0 ? y
                    : Node.Apply(new Resample(axis, extent, Extents.Of((long)extent + low[i] + high[i], "pad"), ModeOf(mode), Before: low[i]), y);
            }
            return y;
        }
    }

    private static void CheckExtent(Node x, int axis, int low, int high, PadMode mode)
    {
        if (low < 0 || high < 0)
        {
            throw new ShapeException($"pad: low {low} and high {high} along axis {axis} of {x.Type} must not be negative; slice to cut off" + Trace.DescribePlace());
        }
        if ((long)x.Shape[axis] + low + high > int.MaxValue)
        {
            throw new ShapeException($"pad: axis {axis} of {x.Type} would have {(long)x.Shape[axis] + low + high} elements" + Trace.DescribePlace());
        }
        int extent = x.Shape[axis], most = mode switch
        {
            PadMode.Reflect => extent - 1,
            PadMode.Circular => extent,
            _ => extent == 0 ? 0 : int.MaxValue,
        };
        if (Math.Max(low, high) > Math.Max(0, most))
        {
            throw new ShapeException($"pad: {mode} padding ({low}, {high}) along axis {axis} of {x.Type} must be at most {Math.Max(0, most)}, {(mode == PadMode.Reflect ? "less than" : "for")} the extent {extent}" + Trace.DescribePlace());
        }
    }

    private static ResampleMode ModeOf(PadMode mode) => mode switch
    {
        PadMode.Reflect => ResampleMode.Reflect,
        PadMode.Replicate => ResampleMode.Replicate,
        _ => ResampleMode.Circular,
    };
}
