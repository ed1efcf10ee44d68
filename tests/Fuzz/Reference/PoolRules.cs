namespace NeuralJit.Fuzz;

/// <summary>Windows over planes: greatest elements, sums, columns, and their gradients.</summary>
internal static class PoolRules
{
    extension(RuleTable table)
    {
        public RuleTable AddPools() => table
            .Add<MaxPool>((op, node, x) => Greatest(x[0], node.Type, Of(op.Window, x[0].Shape, node.Shape)))
            .Add<MaxPoolIndices>((op, node, x) => Positions(x[0], node.Type, Of(op.Window, x[0].Shape, node.Shape)))
            .Add<AdaptiveMaxPoolIndices>((op, node, x) => AdaptivePositions(x[0], node.Type))
            .Add<MaxPoolGradient>((op, node, x) => GreatestGradient(x[0], x[1], Of(op.Window, x[0].Shape, x[1].Shape)))
            .Add<MaxPoolGather>((op, node, x) => Picked(x[0], x[1], node.Type, Of(op.Window, x[0].Shape, node.Shape)))
            .Add<SumPool>((op, node, x) => Spread(x[0], node.Type, Of(op.Window, x[0].Shape, node.Shape), columns: false, backward: false))
            .Add<SumPoolGradient>(
                (op, node, x) => Spread(x[0], node.Type, Of(op.Window, node.Shape, x[0].Shape), columns: false, backward: true))
            .Add<Unfold>((op, node, x) => Spread(x[0], node.Type, ColumnWindows(op.Window, x[0].Shape), columns: true, backward: false))
            .Add<Fold>((op, node, x) => Spread(x[0], node.Type, ColumnWindows(op.Window, node.Shape), columns: true, backward: true));
    }

    private static Windows Of(PoolWindow window, Shape input, Shape output) => Windows.Of(window, input, Windows.Spatial(output));

    private static Windows ColumnWindows(PoolWindow w, Shape input)
    {
        int[] counts = new int[w.Rank];
        for (int i = 0; i < counts.Length; i++)
        {
            counts[i] = (input[i + 2] + w.PadsBefore[i] + w.PadsAfter[i] - w.Dilations[i] * (w.Kernel[i] - 1) - 1) / w.Strides[i] + 1;
        }
        return Windows.Of(w, input, Shape.Create(counts));
    }

    private static Approx Greatest(Approx x, TensorType type, Windows windows)
    {
        var y = new Approx(type);
        for (int i = 0; i < y.Count; i++)
        {
            Num best = double.NegativeInfinity;
            foreach (int at in Inside(windows, i % windows.Count))
            {
                best = y.Arithmetic.Max(best, x[i / windows.Count * windows.Elements + at]);
            }
            y[i] = best.Value == 0 ? best with { Error = Math.Max(best.Error, y.Arithmetic.Tiny) } : best;
        }
        return y;
    }

    private static Approx Positions(Approx x, TensorType type, Windows windows)
    {
        var y = new Approx(type);
        for (int i = 0; i < y.Count; i++)
        {
            int[] places = Inside(windows, i % windows.Count);
            (int best, bool known) = Best(x, i / windows.Count * windows.Elements, places);
            (y.Integers[i], y.Errors[i]) = known ? (places[best], 0) : (0, double.PositiveInfinity);
        }
        return y;
    }

    private static Approx AdaptivePositions(Approx x, TensorType type)
    {
        var y = new Approx(type);
        Shape input = Windows.Spatial(x.Shape), output = Windows.Spatial(type.Shape);
        int count = (int)output.Count, elements = (int)input.Count;
        for (int i = 0; i < y.Count; i++)
        {
            int[] places = [0];
            for (int axis = 0, rest = i % count, inner = count; axis < output.Rank; axis++)
            {
                inner /= output[axis];
                (int place, rest) = (rest / inner, rest % inner);
                int first = (int)Math.Floor((double)place * input[axis] / output[axis]),
                    end = (int)Math.Ceiling((place + 1.0) * input[axis] / output[axis]);
                places = [.. places.SelectMany(p => Enumerable.Range(first, end - first).Select(k => p * input[axis] + k))];
            }
            (int best, bool known) = Best(x, i / count * elements, places);
            (y.Integers[i], y.Errors[i]) = known ? (places[best], 0) : (0, double.PositiveInfinity);
        }
        return y;
    }

    private static Approx GreatestGradient(Approx x, Approx dy, Windows windows)
    {
        var sums = new DotProduct[x.Count];
        for (int i = 0; i < dy.Count; i++)
        {
            int plane = i / windows.Count * windows.Elements;
            int[] places = Inside(windows, i % windows.Count);
            (int best, bool known) = Best(x, plane, places);
            for (int k = 0; k < places.Length; k++)
            {
                if (!known || k == best)
                {
                    sums[plane + places[k]].Add(known ? dy[i] : Num.Unknown);
                }
            }
        }
        var y = new Approx(x.Type);
        for (int i = 0; i < y.Count; i++)
        {
            y[i] = sums[i].Result(y.Arithmetic, exactWhenWhole: true);
        }
        return y;
    }

    private static Approx Picked(Approx x, Approx values, TensorType type, Windows windows)
    {
        var y = new Approx(type);
        for (int i = 0; i < y.Count; i++)
        {
            int plane = i / windows.Count * windows.Elements;
            int[] places = Inside(windows, i % windows.Count);
            (int best, bool known) = Best(x, plane, places);
            y[i] = known ? places.Length == 0 ? 0 : values[plane + places[best]] : Num.Unknown;
        }
        return y;
    }

    // Sums of windows (or all their elements as columns), and the same map backwards.
    private static Approx Spread(Approx x, TensorType type, Windows windows, bool columns, bool backward)
    {
        var y = new Approx(type);
        var sums = new DotProduct[y.Count];
        int planes = (backward ? y : x).Count / Math.Max(1, windows.Elements);
        planes = windows.Elements == 0 ? type.Shape[0] * type.Shape[1] : planes;
        for (int plane = 0; plane < planes; plane++)
        {
            for (int window = 0; window < windows.Count; window++)
            {
                for (int tap = 0; tap < windows.Taps; tap++)
                {
                    int element = plane * windows.Elements + windows[window, tap];
                    int other = columns ? (plane * windows.Taps + tap) * windows.Count + window : plane * windows.Count + window;
                    if (windows[window, tap] >= 0)
                    {
                        sums[backward ? element : other].Add(x[backward ? other : element]);
                    }
                }
            }
        }
        for (int i = 0; i < y.Count; i++)
        {
            y[i] = sums[i].Result(y.Arithmetic, exactWhenWhole: true);
        }
        return y;
    }

    // Of equal elements the first counts, of NaNs the last.
    private static (int Best, bool Known) Best(Approx x, int plane, int[] places) =>
        places.Length == 0 ? (0, false) : ReductionRules.Best(places, at => x[plane + at], lastNaN: true);

    private static int[] Inside(Windows windows, int window)
    {
        var places = new List<int>(windows.Taps);
        for (int tap = 0; tap < windows.Taps; tap++)
        {
            if (windows[window, tap] >= 0)
            {
                places.Add(windows[window, tap]);
            }
        }
        return [.. places];
    }
}
