namespace NeuralJit.Fuzz;

/// <summary>Matrix products, convolutions and their gradients.</summary>
internal static class ProductRules
{
    extension(RuleTable table)
    {
        public RuleTable AddProducts() => table
            .Add<MatMul>((_, node, x) => Matrices(x[0], x[1], node.Type))
            .Add<Conv>((op, node, x) =>
                Convolve(x[0], x[1], node.Type, Windows.Of(op.Window, x[0].Shape, x[1].Shape, node.Shape), op.Window.Groups))
            .Add<ConvInputGradient>((op, node, x) =>
                InputGradient(x[0], x[1], node.Type, Windows.Of(op.Window, node.Shape, x[1].Shape, x[0].Shape), op.Window.Groups))
            .Add<ConvWeightGradient>((op, node, x) =>
                WeightGradient(x[0], x[1], node.Type, Windows.Of(op.Window, x[0].Shape, node.Shape, x[1].Shape), op.Window.Groups));
    }

    private static Approx Matrices(Approx a, Approx b, TensorType type)
    {
        int m = type.Shape[-2], n = type.Shape[-1], k = a.Shape[-1];
        Shape batch = Shape.Create(type.Shape.Extents[..^2]);
        Approx left = a.BroadcastTo([.. batch, m, k]), right = b.BroadcastTo([.. batch, k, n]);
        var y = new Approx(type);
        for (int i = 0; i < y.Count; i++)
        {
            int matrix = i / (m * n), row = i / n % m, column = i % n;
            var sum = new DotProduct();
            for (int j = 0; j < k; j++)
            {
                sum.Add(left[(matrix * m + row) * k + j], right[(matrix * k + j) * n + column]);
            }
            y[i] = sum.Result(y.Arithmetic, exactWhenWhole: true);
        }
        return y;
    }

    // Padding is left out of the sum here. Implementations may multiply it, so that an infinite weight makes NaN there.
    private static Approx Convolve(Approx x, Approx w, TensorType type, Windows windows, int groups)
    {
        var sums = new DotProduct[type.Shape.Count];
        ForEachProduct(type.Shape, x.Shape, w.Shape, windows, groups, (y, at, tap) => sums[y].Add(x[at], w[tap]));
        bool anyWeight = w.Values.All(double.IsFinite);
        var result = new Approx(type);
        for (int i = 0; i < sums.Length; i++)
        {
            result[i] = windows.TouchesPadding(i % windows.Count) && !anyWeight
                ? Num.Unknown
                : sums[i].Result(result.Arithmetic, exactWhenWhole: false);
        }
        return result;
    }

    private static Approx InputGradient(Approx dy, Approx w, TensorType type, Windows windows, int groups)
    {
        var sums = new DotProduct[type.Shape.Count];
        ForEachProduct(dy.Shape, type.Shape, w.Shape, windows, groups, (y, at, tap) => sums[at].Add(dy[y], w[tap]));
        return Results(sums, type, dy, w);
    }

    private static Approx WeightGradient(Approx x, Approx dy, TensorType type, Windows windows, int groups)
    {
        var sums = new DotProduct[type.Shape.Count];
        ForEachProduct(dy.Shape, x.Shape, type.Shape, windows, groups, (y, at, tap) => sums[tap].Add(x[at], dy[y]));
        return Results(sums, type, x, dy);
    }

    // The places of every product that a convolution adds up: in the result, in the image, and in the weight.
    private static void ForEachProduct(Shape result, Shape image, Shape weight, Windows windows, int groups, Action<int, int, int> visit)
    {
        int channels = image[1], outputs = result[1], perGroup = weight[1];
        for (int i = 0; i < result.Count; i++)
        {
            int window = i % windows.Count, output = i / windows.Count % outputs, sample = i / windows.Count / outputs;
            int firstChannel = output / (outputs / groups) * perGroup;
            for (int c = 0; c < perGroup; c++)
            {
                int plane = (sample * channels + firstChannel + c) * windows.Elements, kernel = (output * perGroup + c) * windows.Taps;
                for (int tap = 0; tap < windows.Taps; tap++)
                {
                    if (windows[window, tap] is >= 0 and int at)
                    {
                        visit(i, plane + at, kernel + tap);
                    }
                }
            }
        }
    }

    // What an infinity does beside the padding is not promised.
    private static Approx Results(DotProduct[] sums, TensorType type, Approx a, Approx b)
    {
        bool finite = a.Values.All(double.IsFinite) && b.Values.All(double.IsFinite);
        var y = new Approx(type);
        for (int i = 0; i < sums.Length; i++)
        {
            y[i] = finite ? sums[i].Result(y.Arithmetic, exactWhenWhole: false) : Num.Unknown;
        }
        return y;
    }
}
