namespace NeuralJit.Kernels;

/// <summary>
/// The gradient with respect to a convolution's input as convolutions of dy. With i + pad = u·stride + r, the elements i of
/// one remainder r see the taps k with k·dilation = m·stride + r, at place u − m of dy: one convolution with stride 1 for
/// each remainder, all over the same planes of dy.
/// </summary>
internal readonly unsafe struct InputGradientPlan
{
    private readonly ConvolutionGeometry g;
    private readonly Triple firstPlace;
    private readonly Triple mostBack;

    /// <summary>Plans for a convolution.</summary>
    public InputGradientPlan(in ConvolutionGeometry geometry)
    {
        g = geometry;
        Triple first = default, extents = default;
        for (int i = 0; i < 3; i++)
        {
            firstPlace[i] = g.Pads[i] / g.Strides[i];
            mostBack[i] = g.Dilations[i] * (g.Kernel[i] - 1) / g.Strides[i];
            first[i] = firstPlace[i] - mostBack[i];
            extents[i] = ((g.Pads[i] + g.Input[i] - 1) / g.Strides[i]) - first[i] + 1;
        }

        Planes = PhasePlanes.Of(g.Output, first, extents);
    }

    /// <summary>How dy's channels lie.</summary>
    public readonly PhasePlanes Planes;

    /// <summary>The memory that <see cref="Fill"/> writes.</summary>
    public long Bytes => (g.Strides.Volume * sizeof(TapOutput)) + ((long)g.Outputs * g.Taps * sizeof(TileStep));

    /// <summary>Writes the convolutions, with their steps behind them, and returns their number.</summary>
    public int Fill(TapOutput* outputs)
    {
        TileStep* steps = (TileStep*)(outputs + g.Strides.Volume);
        int count = 0;
        for (int r0 = 0; r0 < g.Strides[0]; r0++)
        {
            for (int r1 = 0; r1 < g.Strides[1]; r1++)
            {
                for (int r2 = 0; r2 < g.Strides[2]; r2++)
                {
                    TapOutput output = Output([r0, r1, r2]);
                    if (output.Extents.Volume == 0)
                    {
                        continue;
                    }

                    output.Steps = steps;
                    output.Depth = FillSteps([r0, r1, r2], steps);
                    steps += output.Depth;
                    outputs[count++] = output;
                }
            }
        }

        return count;
    }

    private TapOutput Output(ReadOnlySpan<int> remainder)
    {
        Triple extents = default, offset = default, place = default;
        for (int i = 0; i < 3; i++)
        {
            int stride = g.Strides[i], ahead = g.Pads[i] - remainder[i];
            int first = ahead <= 0 ? 0 : ((ahead - 1) / stride) + 1;
            offset[i] = (first * stride) - ahead;
            extents[i] = offset[i] >= g.Input[i] ? 0 : ((g.Input[i] - 1 - offset[i]) / stride) + 1;
            place[i] = first - firstPlace[i];
        }

        long row = g.Input[2], plane = row * g.Input[1];
        return new TapOutput
        {
            Extents = extents,
            Offset = (offset[0] * plane) + (offset[1] * row) + offset[2],
            PlaneStride = g.Strides[0] * plane,
            RowStride = g.Strides[1] * row,
            Stride = g.Strides[2],
            Place = (place[0] * Planes.PlanePitch) + (place[1] * Planes.RowPitch) + place[2],
        };
    }

    private int FillSteps(ReadOnlySpan<int> remainder, TileStep* steps)
    {
        int count = 0;
        for (int tap = 0; tap < g.Taps && g.Outputs > 0; tap++)
        {
            (int k0, int k1, int k2) = g.Tap(tap);
            if (Back(0, k0, remainder[0]) is { } b0 && Back(1, k1, remainder[1]) is { } b1 && Back(2, k2, remainder[2]) is { } b2)
            {
                steps[count++] = new TileStep(tap, (b0 * Planes.PlanePitch) + (b1 * Planes.RowPitch) + b2);
            }
        }

        TileStep.Repeat(steps, count, g.Outputs, (long)g.Channels * g.Taps, Planes.Pitch);
        return count * g.Outputs;
    }

    /// <summary>Where a tap reads, counted from the farthest one; null if it belongs to another remainder.</summary>
    private int? Back(int dimension, int tap, int remainder)
    {
        (int m, int r) = Math.DivRem(tap * g.Dilations[dimension], g.Strides[dimension]);
        return r == remainder ? mostBack[dimension] - m : null;
    }
}
