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
        /// x with <paramref name="low"/> elements before and <paramref name="high"/> after it along its last dimensions (one entry for each
        /// of these, in their order), as torch.nn.functional.pad. Where an entry is negative, so many elements are cut off: of the mirrored
        /// or continued tensor, but of the ring before it is closed.
        /// </summary>
        /// <exception cref="ShapeException">
        /// The lists differ in length, more elements are asked for than the tensor can be continued by, or nothing is left.
        /// </exception>
        public Node Pad(IntList low, IntList high, PadMode mode)
        {
            int leading = x.Rank - low.Count;
            if (low.Count != high.Count || leading < 0)
            {
                throw new ShapeException($"pad: low {low} and high {high} must have one entry for each of the last dimensions of {x.Type}"
                    + GraphTrace.DescribePlace());
            }
            if (mode == PadMode.Zeros)
            {
                int[] none = new int[leading];
                return x.Pad([.. none, .. low], [.. none, .. high]);
            }
            Node y = mode == PadMode.Circular ? x.Crop(low, high) : x;
            IntList before = PadExtensions.Positive(low), after = PadExtensions.Positive(high);
            for (int i = 0; i < low.Count; i++)
            {
                int axis = leading + i, extent = y.Shape[axis];
                CheckExtent(y, axis, before[i], after[i], mode);
                y = before[i] == 0 && after[i] == 0 ? y
                    : Node.Apply(new Resample(
                        axis, extent, Extents.Of((long)extent + before[i] + after[i], "pad"), ModeOf(mode), Before: before[i]), y);
            }
            return mode == PadMode.Circular ? y : CropContinued(x, y, low, high, mode);
        }
    }

    // As PyTorch, which does not give an empty tensor for one that has elements.
    private static Node CropContinued(Node x, Node continued, IntList low, IntList high, PadMode mode)
    {
        Node y = continued.Crop(low, high);
        for (int axis = x.Rank - low.Count; axis < x.Rank; axis++)
        {
            if (y.Shape[axis] == 0 && x.Shape[axis] > 0)
            {
                throw new ShapeException($"pad: {mode} padding low {low} and high {high} leaves nothing of axis {axis} of {x.Type}"
                    + GraphTrace.DescribePlace());
            }
        }
        return y;
    }

    private static void CheckExtent(Node x, int axis, int low, int high, PadMode mode)
    {
        int extent = x.Shape[axis], most = mode switch
        {
            PadMode.Reflect => extent - 1,
            PadMode.Circular => extent,
            _ => extent == 0 ? 0 : int.MaxValue,
        };
        if (Math.Max(low, high) > Math.Max(0, most))
        {
            throw new ShapeException(
                $"pad: {mode} padding ({low}, {high}) along axis {axis} of {x.Type} must be at most {Math.Max(0, most)}, "
                + $"{(mode == PadMode.Reflect ? "less than" : "for")} the extent {extent}" + GraphTrace.DescribePlace());
        }
    }

    private static ResampleMode ModeOf(PadMode mode) => mode switch
    {
        PadMode.Reflect => ResampleMode.Reflect,
        PadMode.Replicate => ResampleMode.Replicate,
        _ => ResampleMode.Circular,
    };
}
