namespace NeuralJit.NN.Tests;

/// <summary>
/// Chains of 3 × 3 convolutions with padding 1, as the seed documents use them, written out in double precision loops: what the layers
/// are compared with, forward and backward.
/// </summary>
internal static class ConvReference
{
    private const int Kernel = 3, Padding = 1;

    /// <summary>
    /// The output, the gradient of the input, and those of each layer's weight and bias, given the gradient of the output, for one image.
    /// </summary>
    public static double[][] Run(double[] x, int height, int width, double[] dy, int stride, bool relu, params Conv2d[] layers)
    {
        var stages = new Stack<(Conv2d Layer, Image In, Image Out)>();
        var image = new Image(x, height, width);
        foreach (Conv2d layer in layers)
        {
            Image result = Forward(layer, image, stride, relu);
            stages.Push((layer, image, result));
            image = result;
        }
        double[] y = image.Values;
        var gradients = new List<double[]>();
        foreach ((Conv2d layer, Image input, Image output) in stages)
        {
            (dy, double[] dw, double[] db) = Backward(layer, input, output, dy, stride, relu);
            gradients.InsertRange(0, [dw, db]);
        }
        return [y, dy, .. gradients];
    }

    private static Image Forward(Conv2d layer, Image x, int stride, bool relu)
    {
        int height = ((x.Height + (2 * Padding) - Kernel) / stride) + 1, width = ((x.Width + (2 * Padding) - Kernel) / stride) + 1;
        double[] y = new double[layer.OutChannels * height * width], w = Close.Values(layer.Weight.Value),
            b = Close.Values(layer.Bias!.Value);
        ForEachTap(layer, x, height, width, stride, (at, from, tap) => y[at] += x.Values[from] * w[tap]);
        for (int i = 0; i < y.Length; i++)
        {
            y[i] += b[i / (height * width)];
            y[i] = relu ? Math.Max(y[i], 0) : y[i];
        }
        return new Image(y, height, width);
    }

    private static (double[] Dx, double[] Dw, double[] Db) Backward(Conv2d layer, Image x, Image y, double[] dy, int stride, bool relu)
    {
        double[] d = [.. dy.Select((g, i) => relu && y.Values[i] <= 0 ? 0 : g)], w = Close.Values(layer.Weight.Value);
        double[] dx = new double[x.Values.Length], dw = new double[w.Length], db = new double[layer.OutChannels];
        ForEachTap(layer, x, y.Height, y.Width, stride, (at, from, tap) =>
        {
            dx[from] += d[at] * w[tap];
            dw[tap] += d[at] * x.Values[from];
        });
        for (int i = 0; i < d.Length; i++)
        {
            db[i / (y.Height * y.Width)] += d[i];
        }
        return (dx, dw, db);
    }

    /// <summary>Every triple of positions in result, input and weight that belong together.</summary>
    private static void ForEachTap(Conv2d layer, Image x, int height, int width, int stride, Action<int, int, int> visit)
    {
        for (int at = 0; at < layer.OutChannels * height * width; at++)
        {
            int o = at / (height * width), row = at / width % height, column = at % width;
            for (int tap = 0; tap < layer.InChannels * Kernel * Kernel; tap++)
            {
                int c = tap / (Kernel * Kernel);
                int i = (row * stride) + (tap / Kernel % Kernel) - Padding, j = (column * stride) + (tap % Kernel) - Padding;
                if (i >= 0 && i < x.Height && j >= 0 && j < x.Width)
                {
                    visit(at, (((c * x.Height) + i) * x.Width) + j, (o * layer.InChannels * Kernel * Kernel) + tap);
                }
            }
        }
    }

    private sealed record Image(double[] Values, int Height, int Width);
}
