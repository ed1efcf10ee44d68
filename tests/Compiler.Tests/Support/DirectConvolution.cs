namespace NeuralJit.Compilation.Tests;

/// <summary>A convolution and its gradients as sums in float64, straight from the definition.</summary>
internal sealed class DirectConvolution(ConvWindow window, Shape input, Shape weight)
{
    private readonly int[] output = window.OutputExtents("test", input.Extents[2..], weight.Extents[2..]);

    /// <summary>The shape of the result.</summary>
    public Shape Result => [input[0], weight[0], .. output];

    /// <summary>y[n,o,p] = Σ x[n,c,i] · w[o,c,k].</summary>
    public double[] Forward(double[] x, double[] w)
    {
        double[] y = new double[Result.Count];
        Walk((xi, wi, yi) => y[yi] += x[xi] * w[wi]);
        return y;
    }

    /// <summary>dx[n,c,i] = Σ dy[n,o,p] · w[o,c,k].</summary>
    public double[] InputGradient(double[] dy, double[] w)
    {
        double[] dx = new double[input.Count];
        Walk((xi, wi, yi) => dx[xi] += dy[yi] * w[wi]);
        return dx;
    }

    /// <summary>dw[o,c,k] = Σ x[n,c,i] · dy[n,o,p].</summary>
    public double[] WeightGradient(double[] x, double[] dy)
    {
        double[] dw = new double[weight.Count];
        Walk((xi, wi, yi) => dw[wi] += x[xi] * dy[yi]);
        return dw;
    }

    /// <summary>Visits every product of the definition: the places of its element of the input, the weight and the result.</summary>
    private void Walk(Action<long, long, long> visit)
    {
        int groups = window.Groups, outputs = weight[0] / groups, channels = weight[1];
        (int[] kernel, int[] extents) = (weight.Extents[2..].ToArray(), input.Extents[2..].ToArray());
        long inputSize = Product(extents), kernelSize = Product(kernel), outputSize = Product(output);
        for (long p = 0; p < outputSize; p++)
        {
            int[] at = Unravel(p, output);
            for (long k = 0; k < kernelSize; k++)
            {
                if (Read(at, Unravel(k, kernel), extents) is not (>= 0 and var i))
                {
                    continue;
                }
                for (int n = 0; n < input[0]; n++)
                {
                    for (int o = 0; o < weight[0]; o++)
                    {
                        for (int c = 0; c < channels; c++)
                        {
                            long channel = ((long)n * input[1]) + (o / outputs * channels) + c;
                            visit((channel * inputSize) + i, ((((long)o * channels) + c) * kernelSize)
                                + k, ((((long)n * weight[0]) + o) * outputSize) + p);
                        }
                    }
                }
            }
        }
    }

    /// <summary>The element of the input that result p reads with element k of the kernel; −1 where that is padding.</summary>
    private long Read(int[] p, int[] k, int[] extents)
    {
        long place = 0;
        for (int d = 0; d < p.Length; d++)
        {
            int i = (p[d] * window.Strides[d]) + (k[d] * window.Dilations[d]) - window.PadsBefore[d];
            if (i < 0 || i >= extents[d])
            {
                return -1;
            }
            place = (place * extents[d]) + i;
        }
        return place;
    }

    private static long Product(int[] extents) => extents.Aggregate(1L, (product, extent) => product * extent);

    private static int[] Unravel(long place, int[] extents)
    {
        int[] result = new int[extents.Length];
        for (int d = extents.Length - 1; d >= 0; d--)
        {
            (place, long index) = Math.DivRem(place, extents[d]);
            result[d] = (int)index;
        }
        return result;
    }
}
