namespace NeuralJit.Kernels.Tests;

/// <summary>Convolution by its definition, in float64, with the test values of a case.</summary>
internal static class DirectConvolution
{
    private delegate void Term(int x, int w, int y);

    public static double[] Forward(ConvolutionCase c)
    {
        double[] x = Values(c.InputCount, 1), w = Values(c.WeightCount, 2), y = new double[c.OutputCount];
        ForEachTerm(c, (i, j, k) => y[k] += x[i] * w[j]);
        return y;
    }

    public static double[] InputGradient(ConvolutionCase c)
    {
        double[] w = Values(c.WeightCount, 2), dy = Values(c.OutputCount, 3), dx = new double[c.InputCount];
        ForEachTerm(c, (i, j, k) => dx[i] += w[j] * dy[k]);
        return dx;
    }

    public static double[] WeightGradient(ConvolutionCase c)
    {
        double[] x = Values(c.InputCount, 1), dy = Values(c.OutputCount, 3), dw = new double[c.WeightCount];
        ForEachTerm(c, (i, j, k) => dw[j] += x[i] * dy[k]);
        return dw;
    }

    private static double[] Values(int count, int seed) => [.. ConvolutionCase.Values(count, seed)];

    // y[n,o,p] = Σ over c and k of x[n,c,p·stride + k·dilation − pad] · w[o,c,k], by flat positions.
    private static void ForEachTerm(ConvolutionCase c, Term term)
    {
        int outputs = c.Weight[0], perGroup = c.Weight[1], rank = c.Strides.Length;
        int[] places = Positions(c.Output), taps = Positions(c.Weight[2..]);
        int inputPlane = c.Input[2..].Aggregate(1, (a, b) => a * b);
        for (int n = 0; n < c.Input[0]; n++)
        {
            for (int o = 0; o < outputs; o++)
            {
                for (int channel = 0; channel < perGroup; channel++)
                {
                    int from = (n * c.Input[1]) + (o / (outputs / c.Groups) * perGroup) + channel;
                    for (int p = 0; p < places.Length / rank; p++)
                    {
                        for (int k = 0; k < taps.Length / rank; k++)
                        {
                            int at = 0;
                            for (int d = 0; d < rank && at >= 0; d++)
                            {
                                int i = (places[(p * rank) + d] * c.Strides[d]) + (taps[(k * rank) + d] * c.Dilations[d]) - c.Pads[d];
                                at = i >= 0 && i < c.Input[d + 2] ? (at * c.Input[d + 2]) + i : -1;
                            }

                            if (at >= 0)
                            {
                                term((from * inputPlane) + at, (((o * perGroup) + channel) * (taps.Length / rank))
                                    + k, (((n * outputs) + o) * (places.Length / rank)) + p);
                            }
                        }
                    }
                }
            }
        }
    }

    private static int[] Positions(int[] extents)
    {
        int count = extents.Aggregate(1, (a, b) => a * b);
        int[] positions = new int[count * extents.Length];
        for (int i = 0; i < count; i++)
        {
            for (int d = extents.Length - 1, rest = i; d >= 0; rest /= extents[d], d--)
            {
                positions[(i * extents.Length) + d] = rest % extents[d];
            }
        }

        return positions;
    }
}
