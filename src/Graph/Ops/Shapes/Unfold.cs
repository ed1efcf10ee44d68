using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>
/// All elements of all windows: (batch, channels, spatial…) to (batch, channels·kernel, windows), zeros beyond the input.
/// </summary>
/// <param name="Window">The window.</param>
internal sealed record Unfold(PoolWindow Window) : Op, IFloatKernel
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 1);
        return new TensorType(inputs[0].DType, ColumnsOf(Window, Window.OutputShape(Name, inputs[0].Type)));
    }

    // An element's gradient is the sum over the windows that it belongs to.
    /// <inheritdoc/>
    public override Node Gradient(Node y, Node dy, int input) => Node.Apply(new Fold(Window, y.Inputs[0].Shape), dy);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) => IFloatKernel.Evaluate(this, inputs, y);

    unsafe void IFloatKernel.Run<T>(ReadOnlySpan<TensorView> inputs, TensorView y)
    {
        Span<int> windows = stackalloc int[Window.Rank];
        Window.CountWindows(inputs[0].Shape, windows);
        Pooling.Unfold(Window.ShapeOf(inputs[0].Shape, windows), inputs[0].Pointer<T>(), y.Pointer<T>());
    }

    /// <summary>The shape of the columns of windows with these results.</summary>
    internal static Shape ColumnsOf(PoolWindow window, Shape windows)
    {
        long rows = windows[1], count = 1;
        for (int i = 0; i < window.Rank; i++)
        {
            rows = Extents.Of(rows * window.Kernel[i], "unfold");
            count = Extents.Of(count * windows[i + 2], "unfold");
        }
        return [windows[0], (int)rows, (int)count];
    }
}

/// <summary>Windows as columns, and back.</summary>
public static class UnfoldExtensions
{
    extension(Node x)
    {
        /// <summary>
        /// The elements of all windows as columns: (batch, channels, spatial…) to (batch, channels·kernel, windows), as
        /// torch.nn.functional.unfold. Lists have one number for all spatial dimensions or one for each.
        /// </summary>
        /// <exception cref="ShapeException">The window does not fit.</exception>
        public Node Unfold(IntList kernel, IntList? dilations = null, IntList? padding = null, IntList? strides = null) =>
            Node.Apply(new Unfold(WindowOf(Math.Max(0, x.Rank - 2), kernel, dilations, padding, strides)), x);

        /// <summary>
        /// The sums of columns over the windows that an element belongs to: (batch, channels·kernel, windows) to (batch, channels, sizes…),
        /// as torch.nn.functional.fold.
        /// </summary>
        /// <exception cref="ShapeException">Columns, sizes and window do not belong together.</exception>
        public Node Fold(IntList sizes, IntList kernel, IntList? dilations = null, IntList? padding = null, IntList? strides = null)
        {
            PoolWindow window = WindowOf(sizes.Count, kernel, dilations, padding, strides);
            int taps = 1;
            foreach (int extent in window.Kernel)
            {
                taps = Extents.Of((long)taps * extent, "fold");
            }
            if (x.Rank != 3 || taps < 1 || x.Shape[1] % taps != 0)
            {
                throw new ShapeException(
                    $"fold: expected (batch, channels·kernel, windows) with a multiple of {taps} along axis 1, got {x.Type}"
                    + GraphTrace.DescribePlace());
            }
            return Node.Apply(new Fold(window, [x.Shape[0], x.Shape[1] / taps, .. sizes]), x);
        }
    }

    private static PoolWindow WindowOf(int rank, IntList kernel, IntList? dilations, IntList? padding, IntList? strides)
    {
        ConvWindow moves = ConvWindow.Create(rank, strides, padding, dilations);
        return new PoolWindow(kernel.Count == 1
            ? IntList.Repeat(kernel[0], rank)
            : kernel, moves.Strides, moves.PadsBefore, moves.PadsAfter, moves.Dilations);
    }
}
