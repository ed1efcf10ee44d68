namespace NeuralJit.NN.Tests;

/// <summary>
/// Fully connected networks written out in double precision loops: what the layers are compared with, forward and
/// backward.
/// </summary>
internal static class DenseReference
{
    /// <summary>What comes after a linear layer.</summary>
    public enum Activation
    {
        None,
        Relu,
        Tanh,
        Sigmoid,
    }

    /// <summary>
    /// The output, the gradient of the input, and those of each layer's weight and bias, given the gradient of the output.
    /// </summary>
    public static double[][] Run(double[] x, int rows, double[] dy, params (Linear Layer, Activation Activation)[] layers)
    {
        var inputs = new List<double[]>();
        var outputs = new List<double[]>();
        foreach ((Linear layer, Activation activation) in layers)
        {
            inputs.Add(x);
            outputs.Add(x = Forward(layer, activation, x, rows));
        }
        double[] y = x;
        var gradients = new List<double[]>();
        for (int i = layers.Length - 1; i >= 0; i--)
        {
            (double[] dx, double[] dw, double[] db) = Backward(layers[i].Layer, layers[i].Activation, inputs[i], outputs[i], dy, rows);
            gradients.InsertRange(0, layers[i].Layer.Bias is null ? [dw] : [dw, db]);
            dy = dx;
        }
        return [y, dy, .. gradients];
    }

    private static double[] Forward(Linear layer, Activation activation, double[] x, int rows)
    {
        (int n, int k) = (layer.OutFeatures, layer.InFeatures);
        double[] w = Close.Values(layer.Weight.Value);
        double[]? b = layer.Bias is null ? null : Close.Values(layer.Bias.Value);
        double[] y = new double[rows * n];
        for (int r = 0; r < rows; r++)
        {
            for (int j = 0; j < n; j++)
            {
                double sum = b?[j] ?? 0;
                for (int i = 0; i < k; i++)
                {
                    sum += x[(r * k) + i] * w[(j * k) + i];
                }
                y[(r * n) + j] = Apply(activation, sum);
            }
        }
        return y;
    }

    private static (double[] Dx, double[] Dw, double[] Db) Backward(
        Linear layer, Activation activation, double[] x, double[] y, double[] dy, int rows)
    {
        (int n, int k) = (layer.OutFeatures, layer.InFeatures);
        double[] w = Close.Values(layer.Weight.Value);
        double[] dx = new double[rows * k], dw = new double[n * k], db = new double[n];
        for (int r = 0; r < rows; r++)
        {
            for (int j = 0; j < n; j++)
            {
                double d = dy[(r * n) + j] * Slope(activation, y[(r * n) + j]);
                db[j] += d;
                for (int i = 0; i < k; i++)
                {
                    dx[(r * k) + i] += d * w[(j * k) + i];
                    dw[(j * k) + i] += d * x[(r * k) + i];
                }
            }
        }
        return (dx, dw, db);
    }

    private static double Apply(Activation activation, double x) => activation switch
    {
        Activation.Relu => Math.Max(x, 0),
        Activation.Tanh => Math.Tanh(x),
        Activation.Sigmoid => 1 / (1 + Math.Exp(-x)),
        _ => x,
    };

    // The derivative by the value: relu' = [y > 0], tanh' = 1 − y², σ' = y(1 − y).
    private static double Slope(Activation activation, double y) => activation switch
    {
        Activation.Relu => y > 0 ? 1 : 0,
        Activation.Tanh => 1 - (y * y),
        Activation.Sigmoid => y * (1 - y),
        _ => 1,
    };
}
