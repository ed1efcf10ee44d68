namespace NeuralJit.Kernels.Tests;

/// <summary>A window over planes, by its definition.</summary>
internal sealed class DirectPooling(int planes, int[] input, int[] kernel, int[] strides, int[] pads, int[] dilations, int[] output)
{
    public delegate void Visit(int input, int output, int tap);

    public int InputCount => planes * Product(input);

    public int OutputCount => planes * Product(output);

    public int Taps => Product(kernel);

    public PoolShape Shape => new()
    {
        Planes = planes,
        Input = input,
        Kernel = kernel,
        Output = output,
        Strides = strides,
        PadsBefore = pads,
        Dilations = dilations
    };

    /// <summary>Where each result's greatest element lies: the first of equal ones, the last NaN.</summary>
    public long[] Greatest(float[] x)
    {
        long[] greatest = new long[OutputCount];
        Array.Fill(greatest, -1);
        ForEach((from, to, tap) =>
        {
            if (greatest[to] < 0 || x[from] > x[greatest[to]] || float.IsNaN(x[from]))
            {
                greatest[to] = from;
            }
        });
        return greatest;
    }

    /// <summary>Visits every element that a result reads, in the window's order.</summary>
    public void ForEach(Visit visit)
    {
        for (int plane = 0; plane < planes; plane++)
        {
            for (int result = 0; result < Product(output); result++)
            {
                for (int tap = 0; tap < Taps; tap++)
                {
                    if (Place(result, tap) is { } place)
                    {
                        visit((plane * Product(input)) + place, (plane * Product(output)) + result, tap);
                    }
                }
            }
        }
    }

    private int? Place(int result, int tap)
    {
        int place = 0, step = 1;
        for (int i = input.Length - 1; i >= 0; i--)
        {
            int at = (result % output[i] * strides[i]) + (tap % kernel[i] * dilations[i]) - pads[i];
            if (at < 0 || at >= input[i])
            {
                return null;
            }

            place += at * step;
            step *= input[i];
            (result, tap) = (result / output[i], tap / kernel[i]);
        }

        return place;
    }

    private static int Product(int[] values) => values.Aggregate(1, (a, b) => a * b);
}
