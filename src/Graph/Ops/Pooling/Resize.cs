using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>Resizing: one linear map along each spatial dimension.</summary>
public static class ResizeExtensions
{
    extension(Node x)
    {
        /// <summary>
        /// x (batch, channels, 1 to 3 spatial dimensions) with other spatial extents, as torch.nn.functional.interpolate.
        /// </summary>
        /// <param name="sizes">The new extents: one for all spatial dimensions or one for each.</param>
        /// <param name="mode">How elements in between are found.</param>
        /// <param name="alignCorners">
        /// Whether the middles of the corner elements coincide, instead of the outer edges (linear and cubic).
        /// </param>
        /// <param name="scales">
        /// How many times as long the result counts as, where coordinates are to follow from that; by default the ratios of the extents.
        /// </param>
        /// <exception cref="ShapeException">The sizes or scales do not fit, or corners cannot be aligned in this mode.</exception>
        public Node Resize(
            IntList sizes, ResizeMode mode = ResizeMode.Nearest, bool alignCorners = false, params ReadOnlySpan<double> scales)
        {
            sizes = AdaptiveParts.Spread("resize", x, sizes);
            if (alignCorners && mode is not (ResizeMode.Linear or ResizeMode.Cubic))
            {
                throw new ShapeException(
                    $"resize: corners can be aligned in the modes Linear and Cubic only, not in {mode}" + GraphTrace.DescribePlace());
            }
            if (scales.Length != 0 && (scales.Length != sizes.Count || !AllPositive(scales)))
            {
                throw new ShapeException($"resize: expected {sizes.Count} positive scales, got [{string.Join(", ", scales.ToArray())}]"
                    + GraphTrace.DescribePlace());
            }
            Node y = x;
            // What shrinks most comes first, so that the rest has less to do.
            foreach (int i in Enumerable.Range(0, sizes.Count).OrderBy(i => (double)sizes[i] / x.Shape[i + 2]))
            {
                double scale = scales.Length == 0 || mode == ResizeMode.Area ? 0 : scales[i];
                bool changes = sizes[i] != x.Shape[i + 2] || (scale != 0 && scale != 1 && !alignCorners);
                y = changes ? Node.Apply(new Resample(i + 2, x.Shape[i + 2], sizes[i], ModeOf(mode), alignCorners, scale), y) : y;
            }
            return y;
        }

        /// <summary>
        /// x with its spatial extents multiplied by <paramref name="scales"/> (one for all or one for each) and rounded down; coordinates
        /// follow from the scales.
        /// </summary>
        /// <exception cref="ShapeException">The scales do not fit, or corners cannot be aligned in this mode.</exception>
        public Node ResizeBy(ReadOnlySpan<double> scales, ResizeMode mode = ResizeMode.Nearest, bool alignCorners = false)
        {
            if (x.Rank < 3 || (scales.Length != 1 && scales.Length != x.Rank - 2))
            {
                throw new ShapeException($"resize: expected one scale, or one for each spatial dimension, for {x.Type}, got {scales.Length}"
                    + GraphTrace.DescribePlace());
            }
            int[] sizes = new int[x.Rank - 2];
            double[] each = new double[sizes.Length];
            for (int i = 0; i < sizes.Length; i++)
            {
                each[i] = NumberRules.Positive("resize", "scale", scales[scales.Length == 1 ? 0 : i]);
                sizes[i] = Extents.Of((long)Math.Floor(x.Shape[i + 2] * each[i]), "resize");
            }
            return x.Resize(IntList.Create(sizes), mode, alignCorners, each);
        }
    }

    private static bool AllPositive(ReadOnlySpan<double> scales)
    {
        foreach (double scale in scales)
        {
            if (!(scale > 0 && double.IsFinite(scale)))
            {
                return false;
            }
        }
        return true;
    }

    private static ResampleMode ModeOf(ResizeMode mode) => mode switch
    {
        ResizeMode.Nearest => ResampleMode.Nearest,
        ResizeMode.NearestExact => ResampleMode.NearestExact,
        ResizeMode.Linear => ResampleMode.Linear,
        ResizeMode.Cubic => ResampleMode.Cubic,
        _ => ResampleMode.Area,
    };
}
