using System.Globalization;
using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>How the kernel of a convolution moves over the spatial dimensions: one entry per dimension in each list.</summary>
/// <param name="Strides">Steps between neighbouring results.</param>
/// <param name="PadsBefore">Zeros before the first element.</param>
/// <param name="PadsAfter">Zeros after the last element.</param>
/// <param name="Dilations">Steps between neighbouring elements of the kernel.</param>
/// <param name="Groups">Parts into which the channels are divided; each result channel sees those of its part only.</param>
public sealed record ConvWindow(IntList Strides, IntList PadsBefore, IntList PadsAfter, IntList Dilations, int Groups = 1)
{
    // Kernels compute places in 32 bits, and go a few steps beyond the last result.
    private const int MostSteps = 1 << 24;

    /// <summary>Number of spatial dimensions.</summary>
    public int Rank => Strides.Count;

    /// <summary>What the window consists of, as dumps have it.</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"ConvWindow {{ Strides = {Strides}, PadsBefore = {PadsBefore}, PadsAfter = {PadsAfter}, Dilations = {Dilations}, Groups "
            + $"= {Groups} }}");

    /// <summary>
    /// A window with the same padding before and after; a list of one number counts for all dimensions, null means 1 (padding 0).
    /// </summary>
    /// <exception cref="ShapeException">A list has another length, a stride or dilation is below 1, a padding below 0.</exception>
    public static ConvWindow Create(int rank, IntList? strides = null, IntList? padding = null, IntList? dilations = null, int groups = 1)
    {
        IntList pads = Of("padding", padding ?? [0]);
        return new ConvWindow(Of("stride", strides ?? [1]), pads, pads, Of("dilation", dilations ?? [1]), groups);

        IntList Of(string what, IntList values) => Spread("convolution", what, values, rank);
    }

    /// <summary>The extents of the result for an input and a kernel with these spatial extents.</summary>
    /// <exception cref="ShapeException">The window does not fit; the message begins with <paramref name="op"/>.</exception>
    public int[] OutputExtents(string op, ReadOnlySpan<int> input, ReadOnlySpan<int> kernel)
    {
        Check(op, input.Length);
        int[] output = new int[Rank];
        for (int i = 0; i < Rank; i++)
        {
            long padded = (long)input[i] + PadsBefore[i] + PadsAfter[i], reach = Reach(kernel[i], Dilations[i]);
            if (kernel[i] < 1 || reach > padded)
            {
                throw new ShapeException(
                    $"{op}: the kernel reaches over {reach} elements (extent {kernel[i]}, dilation {Dilations[i]}) along spatial "
                    + $"dimension {i}, "
                    + $"but the input has {input[i]} and with its padding {padded}; use a smaller kernel or dilation, or pad more");
            }
            output[i] = Extents.Of(Windows(padded, reach, Strides[i]), op);
        }
        return output;
    }

    /// <summary>From the first to the last element that a kernel reads along a dimension, both included.</summary>
    internal static long Reach(int kernel, int dilation) => (dilation * (kernel - 1L)) + 1;

    /// <summary>How many windows, a stride apart, fit into what they reach over.</summary>
    internal static long Windows(long padded, long reach, int stride) => ((padded - reach) / stride) + 1;

    /// <summary>The extents as the library's kernels take them.</summary>
    internal ConvolutionShape ShapeOf(Shape input, Shape weight, Shape output) => new()
    {
        Batch = input[0],
        Groups = Groups,
        InputChannels = input[1],
        OutputChannels = output[1],
        Input = input.Extents[2..],
        Kernel = weight.Extents[2..],
        Output = output.Extents[2..],
        Strides = Strides.Span,
        PadsBefore = PadsBefore.Span,
        Dilations = Dilations.Span,
    };

    private void Check(string op, int rank)
    {
        if (Strides.Count != rank || PadsBefore.Count != rank || PadsAfter.Count != rank || Dilations.Count != rank)
        {
            throw new ShapeException($"{op}: {this} does not have one entry for each of {rank} spatial dimensions");
        }
        for (int i = 0; i < rank; i++)
        {
            if (Strides[i] < 1 || Dilations[i] < 1)
            {
                throw new ShapeException(
                    $"{op}: stride {Strides[i]} and dilation {Dilations[i]} along spatial dimension {i} must be at least 1");
            }
            if (PadsBefore[i] < 0 || PadsAfter[i] < 0)
            {
                throw new ShapeException(
                    $"{op}: padding ({PadsBefore[i]}, {PadsAfter[i]}) along spatial dimension {i} must not be negative; slice to cut off");
            }
            if (Math.Max(Math.Max(Strides[i], Dilations[i]), Math.Max(PadsBefore[i], PadsAfter[i])) > MostSteps)
            {
                throw new ShapeException(
                    $"{op}: stride {Strides[i]}, padding ({PadsBefore[i]}, {PadsAfter[i]}) and dilation {Dilations[i]} along spatial "
                    + $"dimension {i} must be at most {MostSteps}");
            }
        }
        if (Groups < 1)
        {
            throw new ShapeException($"{op}: groups must be at least 1, got {Groups}");
        }
    }

    /// <summary>A number for each spatial dimension, where one may stand for all.</summary>
    internal static IntList Spread(string op, string what, IntList values, int rank) => values.Count == rank ? values
        : values.Count == 1 ? IntList.Repeat(values[0], rank)
        : throw new ShapeException($"{op}: {what} has {values.Count} entries for {rank} spatial dimensions; give one, or one for each"
            + GraphTrace.DescribePlace());
}
