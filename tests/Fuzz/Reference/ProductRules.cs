namespace NeuralJit.Fuzz;

/// <summary>Matrix products, convolutions and their gradients.</summary>
internal static class ProductRules
{
    extension(RuleTable table)
    {
        public RuleTable AddProducts() => table
            .Add<MatMul>((_, node, x) => Matrices(x[0], x[1], node.Type))
            .Add<Conv>((op, node, x) => Convolve(x[0], x[1], node.Type, Windows.Of(op.Window, x[0].Shape, x[1].Shape, node.Shape), op.Window.Groups))
            .Add<ConvInputGradient>((op, node, x) => InputGradient(x[0], x[1], node.Type, Windows.Of(op.Window, node.Shape, x[1].Shape, x[0].Shape), op.Window.Groups))
            .Add<ConvWeightGradient>((op, node, x) => WeightGradient(x[0], x[1], node.Type, Windows.Of(op.Window, x[0].Shape, node.Shape, x[1].Shape), op.Window.Groups));
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
        var y = new Approx(type);
        int channels = x.Shape[1], outputs = type.Shape[1], perGroup = w.Shape[1];
        bool anyWeight = w.Values.All(double.IsFinite);
        for (int i = 0; i < y.Count; i++)
        {
            int window = i % windows.Count, output = i / windows.Count % outputs, sample = i / windows.Count / outputs;
            int firstChannel = output / (outputs / groups) * perGroup;
            var sum = new DotProduct();
            bool touchesPadding = false;
            for (int c = 0; c < perGroup; c++)
            {
                int plane = (sample * channels + firstChannel + c) * windows.Elements, kernel = (output * perGroup + c) * windows.Taps;
                for (int tap = 0; tap < windows.Taps; tap++)
                {
                    int at = windows[window, tap];
                    touchesPadding |= at < 0;
                    if (at >= 0)
                    {
                        sum.Add(x[plane + at], w[kernel + tap]);
                    }
                }
            }
            y[i] = touchesPadding && !anyWeight ? Num.Unknown : sum.Result(y.Arithmetic, exactWhenWhole: false);
        }
        return y;
    }

    private static Approx InputGradient(Approx dy, Approx w, TensorType type, Windows windows, int groups)
    {
        var sums = new DotProduct[type.Shape.Count];
        int channels = type.Shape[1], outputs = dy.Shape[1], perGroup = w.Shape[1];
        for (int i = 0; i < dy.Count; i++)
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
                        sums[plane + at].Add(dy[i], w[kernel + tap]);
                    }
                }
            }
        }
        return Results(sums, type, dy, w);
    }

    private static Approx WeightGradient(Approx x, Approx dy, TensorType type, Windows windows, int groups)
    {
        var sums = new DotProduct[type.Shape.Count];
        int channels = x.Shape[1], outputs = dy.Shape[1], perGroup = type.Shape[1];
        for (int i = 0; i < dy.Count; i++)
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
                        sums[kernel + tap].Add(x[plane + at], dy[i]);
                    }
                }
            }
        }
        return Results(sums, type, x, dy);
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
