using System.Globalization;
using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>
/// A window that moves over the spatial dimensions of a tensor (batch, channels, spatial…): one entry per spatial dimension in each list.
/// </summary>
/// <param name="Kernel">Extents of the window.</param>
/// <param name="Strides">Steps between neighbouring windows.</param>
/// <param name="PadsBefore">How far the first window begins before the first element.</param>
/// <param name="PadsAfter">How far windows may reach beyond the last element.</param>
/// <param name="Dilations">Steps between neighbouring elements of the window.</param>
public sealed record PoolWindow(IntList Kernel, IntList Strides, IntList PadsBefore, IntList PadsAfter, IntList Dilations)
{
    /// <summary>Number of spatial dimensions.</summary>
    public int Rank => Kernel.Count;

    /// <summary>What the window consists of, as dumps have it.</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"PoolWindow {{ Kernel = {Kernel}, Strides = {Strides}, PadsBefore = {PadsBefore}, PadsAfter = {PadsAfter}, Dilations = "
            + $"{Dilations} }}");

    /// <summary>Elements of the window.</summary>
    internal long Size => Kernel.Span.ToArray().Aggregate(1L, (product, extent) => product * extent);

    /// <summary>
    /// A window over <paramref name="x"/> as torch.nn.functional's poolings have it: lists have one number for all dimensions or one for
    /// each, the strides are the kernel's extents by default, and in ceil mode a last window that is only partly inside counts too,
    /// provided that it begins inside or in the padding before.
    /// </summary>
    /// <exception cref="ShapeException">The window does not fit; the message begins with <paramref name="op"/>.</exception>
    public static PoolWindow Create(string op, Node x, IntList kernel, IntList? strides = null, IntList? padding = null,
        IntList? dilations = null, bool ceilMode = false)
    {
        int rank = x.Rank - 2;
        if (rank is < 1 or > 3)
        {
            throw Error($"{op}: expected an input (batch, channels, 1 to 3 spatial dimensions), got {x.Type}");
        }
        IntList k = Of("kernel", kernel), s = Of("stride", strides ?? k), pads = Of("padding", padding ?? [0]),
            d = Of("dilation", dilations ?? [1]);
        int[] after = new int[rank];
        for (int i = 0; i < rank; i++)
        {
            if (k[i] < 1 || s[i] < 1 || d[i] < 1)
            {
                throw Error($"{op}: kernel {k[i]}, stride {s[i]} and dilation {d[i]} along spatial dimension {i} must be at least 1");
            }
            long reach = ConvWindow.Reach(k[i], d[i]);
            if (pads[i] < 0 || pads[i] > reach / 2)
            {
                throw Error(
                    $"{op}: padding {pads[i]} along spatial dimension {i} must not be negative and be at most half of the {reach} "
                    + $"elements that the kernel reaches over");
            }
            after[i] = After(op, x, i, reach, s[i], pads[i], ceilMode);
        }
        return new PoolWindow(k, s, pads, IntList.Create(after), d);

        IntList Of(string what, IntList values) => ConvWindow.Spread(op, what, values, rank);
    }

    /// <summary>The shape of the results for an input.</summary>
    /// <exception cref="ShapeException">The window does not fit; the message begins with <paramref name="op"/>.</exception>
    internal Shape OutputShape(string op, TensorType x)
    {
        if (x.Shape.Rank != Rank + 2 || !x.DType.IsComputeFloat)
        {
            throw new ShapeException($"{op}: expected f32 or f64 with {Rank} spatial dimensions after batch and channels, got {x}");
        }
        var moves = new ConvWindow(Strides, PadsBefore, PadsAfter, Dilations);
        return [x.Shape[0], x.Shape[1], .. moves.OutputExtents(op, x.Shape.Extents[2..], Kernel.Span)];
    }

    /// <summary>The extents as the library's kernels take them.</summary>
    internal PoolShape ShapeOf(Shape input, Shape output) => ShapeOf(input, output.Extents[2..]);

    /// <summary>The extents as the library's kernels take them.</summary>
    internal PoolShape ShapeOf(Shape input, ReadOnlySpan<int> windows) => new()
    {
        Planes = input[0] * input[1],
        Input = input.Extents[2..],
        Kernel = Kernel.Span,
        Output = windows,
        Strides = Strides.Span,
        PadsBefore = PadsBefore.Span,
        Dilations = Dilations.Span,
    };

    /// <summary>Whether the only window is the whole input.</summary>
    internal bool Covers(Shape input) => PadsBefore.AllAre(0) && PadsAfter.AllAre(0) && Kernel.Span.SequenceEqual(input.Extents[2..]);

    /// <summary>The number of windows along each spatial dimension of an input that they fit.</summary>
    internal void CountWindows(Shape input, Span<int> windows)
    {
        for (int i = 0; i < windows.Length; i++)
        {
            long padded = (long)input[i + 2] + PadsBefore[i] + PadsAfter[i];
            windows[i] = (int)ConvWindow.Windows(padded, ConvWindow.Reach(Kernel[i], Dilations[i]), Strides[i]);
        }
    }

    // How much padding after the last element gives the number of windows that PyTorch has.
    private static int After(string op, Node x, int i, long reach, int stride, int pad, bool ceilMode)
    {
        long extent = x.Shape[i + 2], padded = extent + (2L * pad), room = padded - reach;
        long count = room < 0 && !ceilMode ? 0 : ConvWindow.Windows(padded + (ceilMode ? stride - 1 : 0), reach, stride);
        // The last window must begin inside, or in the padding before.
        count -= ceilMode && (count - 1) * stride >= extent + pad ? 1 : 0;
        if (extent == 0 || count < 1 || room + stride <= 0)
        {
            throw Error(
                $"{op}: the kernel reaches over {reach} elements along spatial dimension {i}, but {x.Type} has {extent} there and with "
                + $"its padding {padded}; "
                + "use a smaller kernel, or pad the input");
        }
        return (int)Math.Max(pad, ((count - 1) * stride) + reach - extent - pad);
    }

    private static ShapeException Error(string message) => new(message + GraphTrace.DescribePlace());
}
