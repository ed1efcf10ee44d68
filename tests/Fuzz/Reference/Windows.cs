namespace NeuralJit.Fuzz;

/// <summary>
/// Windows over spatial dimensions: for each window and tap the element that it reads, flat within a plane, or −1 in the padding.
/// </summary>
internal sealed class Windows
{
    private readonly int[] elements;

    public Windows(Shape input, Shape kernel, Shape output, IntList strides, IntList padsBefore, IntList dilations)
    {
        (Elements, Taps, Count) = ((int)input.Count, (int)kernel.Count, (int)output.Count);
        elements = new int[Count * Taps];
        int[] steps = Places.Strides(input);
        for (int window = 0, next = 0; window < Count; window++)
        {
            int[] at = Position(window, output);
            for (int tap = 0; tap < Taps; tap++, next++)
            {
                int[] inside = Position(tap, kernel);
                int place = 0;
                for (int i = 0; i < at.Length && place >= 0; i++)
                {
                    int coordinate = at[i] * strides[i] - padsBefore[i] + inside[i] * dilations[i];
                    place = coordinate >= 0 && coordinate < input[i] ? place + coordinate * steps[i] : -1;
                }
                elements[next] = place;
            }
        }
    }

    /// <summary>The elements of a plane.</summary>
    public int Elements { get; }

    /// <summary>The taps of a window.</summary>
    public int Taps { get; }

    /// <summary>The windows of a plane.</summary>
    public int Count { get; }

    /// <summary>The element under a tap of a window, or −1.</summary>
    public int this[int window, int tap] => elements[window * Taps + tap];

    /// <summary>Whether a window has a tap in the padding.</summary>
    public bool TouchesPadding(int window) => elements.AsSpan(window * Taps, Taps).Contains(-1);

    /// <summary>The windows of pooling.</summary>
    public static Windows Of(PoolWindow window, Shape input, Shape output) =>
        new(Spatial(input), Shape.Create(window.Kernel.Span), output, window.Strides, window.PadsBefore, window.Dilations);

    /// <summary>The windows of a convolution.</summary>
    public static Windows Of(ConvWindow window, Shape input, Shape weight, Shape output) =>
        new(Spatial(input), Spatial(weight), Spatial(output), window.Strides, window.PadsBefore, window.Dilations);

    /// <summary>What follows batch and channels.</summary>
    public static Shape Spatial(Shape shape) => Shape.Create(shape.Extents[2..]);

    private static int[] Position(int flat, Shape shape)
    {
        int[] position = new int[shape.Rank];
        for (int i = shape.Rank - 1; i >= 0; i--)
        {
            (flat, position[i]) = Math.DivRem(flat, shape[i]);
        }
        return position;
    }
}
