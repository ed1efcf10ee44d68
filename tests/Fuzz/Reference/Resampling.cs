using NeuralJit.Kernels;

namespace NeuralJit.Fuzz;

/// <summary>
/// Interpolation and continuation along one axis, as PyTorch defines them: each element of the result is a weighted sum of a few elements.
/// Coordinates are computed in the element type.
/// </summary>
internal static class Resampling
{
    public static Approx Run(Resample op, Approx x, Shape shape)
    {
        List<(int Element, double Weight)>[] taps = [.. Enumerable.Range(0, op.To).Select(place => Taps(op, place, x.DType))];
        var y = new Approx(new TensorType(x.DType, shape));
        var sums = new DotProduct[y.Count];
        (int outer, int from, int inner) = Places.Around(x.Shape, op.Axis);
        int to = shape[op.Axis];
        for (int o = 0; o < outer; o++)
        {
            for (int place = 0; place < op.To; place++)
            {
                foreach ((int element, double weight) in taps[place])
                {
                    (int source, int target) = op.Transposed ? (place, element) : (element, place);
                    for (int i = 0; i < inner; i++)
                    {
                        sums[(o * to + target) * inner + i].Add(x[(o * from + source) * inner + i], Weight(op, weight, x.Arithmetic));
                    }
                }
            }
        }
        bool copies = !op.Transposed && taps.All(t => t.Count == 1);
        for (int i = 0; i < y.Count; i++)
        {
            y[i] = sums[i].Result(x.Arithmetic, exactWhenWhole: false);
        }
        return copies ? Copied(op, x, y.Type, taps) : y;
    }

    // A weight is rounded to the type, and comes from a coordinate that was rounded at the scale of the axis.
    private static Num Weight(Resample op, double weight, Arithmetic m) =>
        op.Mode is ResampleMode.Linear or ResampleMode.Cubic
            ? new Num(weight, m.Unit * 8 * (op.From + 1))
            : new Num(weight, m.Unit * Math.Abs(weight));

    private static Approx Copied(Resample op, Approx x, TensorType type, List<(int Element, double Weight)>[] taps)
    {
        int[] strides = Places.Strides(x.Shape);
        var y = new Approx(type);
        (int outer, int from, int inner) = Places.Around(x.Shape, op.Axis);
        for (int i = 0; i < y.Count; i++)
        {
            int o = i / (op.To * inner), place = i / inner % op.To;
            Num value = x[(o * from + taps[place][0].Element) * inner + (i % inner)];
            y[i] = value.Value == 0 ? value with { Error = Math.Max(value.Error, x.Arithmetic.Tiny) } : value;
        }
        return y;
    }

    private static List<(int Element, double Weight)> Taps(Resample op, int place, DType dtype)
    {
        double Rounded(double v) => dtype == DType.Float32 ? (float)v : v;
        double step = op.AlignCorners ? op.To > 1 ? Rounded((op.From - 1.0) / (op.To - 1)) : 0
            : Rounded(op.Scale > 0 ? 1 / op.Scale : (double)op.From / op.To);
        double coordinate = op.AlignCorners ? Rounded(place * step) : Rounded(Rounded(step * (place + 0.5)) - 0.5);
        int last = op.From - 1;
        switch (op.Mode)
        {
            case ResampleMode.Nearest:
                return [(Math.Min(last, (int)Math.Floor(Rounded(place * step))), 1)];
            case ResampleMode.NearestExact:
                return [(Math.Min(last, (int)Math.Floor(Rounded((place + 0.5) * step))), 1)];
            case ResampleMode.Linear:
                coordinate = Math.Max(0, coordinate);
                int left = Math.Min((int)coordinate, last);
                double right = Math.Clamp(coordinate - left, 0, 1);
                return [(left, 1 - right), (Math.Min(left + 1, last), right)];
            case ResampleMode.Cubic:
                int floor = (int)Math.Floor(coordinate);
                return [.. Enumerable.Range(floor - 1, 4).Select(k => (Math.Clamp(k, 0, last), Keys(Math.Abs(coordinate - k))))];
            case ResampleMode.Area:
                int first = (int)Math.Floor((double)place * op.From / op.To), end = (int)Math.Ceiling((place + 1.0) * op.From / op.To);
                return [.. Enumerable.Range(first, end - first).Select(k => (k, 1.0 / (end - first)))];
            default:
                return [(Beyond(place - op.Before, op), 1)];
        }
    }

    // The cubic convolution kernel with a = −0.75 (Keys 1981).
    private static double Keys(double d) => d <= 1
        ? 1.25 * d * d * d - 2.25 * d * d + 1
        : d < 2 ? -0.75 * (d * d * d - 5 * d * d + 8 * d - 4) : 0;

    private static int Beyond(int place, Resample op) => op.Mode switch
    {
        ResampleMode.Replicate => Math.Clamp(place, 0, op.From - 1),
        ResampleMode.Circular => (place + op.From) % op.From,
        _ => place < 0 ? -place : place < op.From ? place : 2 * (op.From - 1) - place,
    };
}
