namespace NeuralJit.Kernels.Tests;

/// <summary>The extents and window of a convolution.</summary>
public sealed class ConvolutionCase(
    int[] input, int[] weight, int[] strides, int[] padsBefore, int[] padsAfter, int[] dilations, int groups)
{
    public int[] Input => input;

    public int[] Weight => weight;

    public int[] Strides => strides;

    public int[] Pads => padsBefore;

    public int[] Dilations => dilations;

    public int Groups => groups;

    public int[] Output { get; } =
        [.. Enumerable.Range(0, strides.Length)
            .Select(i => ((input[i + 2] + padsBefore[i] + padsAfter[i] - (dilations[i] * (weight[i + 2] - 1)) - 1) / strides[i]) + 1)];

    public int InputCount => Product(input);

    public int WeightCount => Product(weight);

    public int OutputCount => input[0] * weight[0] * Product(Output);

    public ConvolutionShape Shape => new()
    {
        Batch = input[0],
        Groups = groups,
        InputChannels = input[1],
        OutputChannels = weight[0],
        Input = input.AsSpan(2),
        Kernel = weight.AsSpan(2),
        Output = Output,
        Strides = strides,
        PadsBefore = padsBefore,
        Dilations = dilations,
    };

    /// <summary>Numbers in (−1, 1) that look random.</summary>
    public static float[] Values(int count, int seed) =>
        [.. Enumerable.Range(0, count).Select(i => (float)Math.Sin((i * 1.7) + (seed * 31.3)))];

    public override string ToString() =>
        $"{List(input)} * {List(weight)} stride {List(strides)} pad {List(padsBefore)} {List(padsAfter)} dilation {List(dilations)} "
        + $"groups {groups}";

    /// <summary>
    /// Strides, paddings, dilations, groups and kernels over odd extents; then shapes that take other ways through the kernels.
    /// </summary>
    public static IEnumerable<ConvolutionCase> All()
    {
        foreach (int stride in (int[])[1, 2, 3])
        {
            foreach ((int before, int after) in ((int, int)[])[(0, 0), (1, 1), (0, 2), (2, 1)])
            {
                foreach (int dilation in (int[])[1, 2])
                {
                    foreach (int groups in (int[])[1, 2, 6])
                    {
                        foreach (int batch in (int[])[0, 1, 3])
                        {
                            yield return new([batch, 6, 7, 9], [groups == 6 ? 6 : 4, 6 / groups, 3, 2], [stride, stride], [before, after],
                                [after, before], [dilation, dilation], groups);
                        }

                        yield return new([2, 6, 11], [6, 6 / groups, 3], [stride], [before], [after], [dilation], groups);
                        yield return new([1, 6, 5, 4, 6], [6, 6 / groups, 2, 1, 3], [stride, 1, stride], [before, 0, 1], [after, 1, 1],
                            [1, dilation, dilation], groups);
                    }
                }
            }
        }

        foreach (ConvolutionCase single in Single())
        {
            yield return single;
        }
    }

    private static IEnumerable<ConvolutionCase> Single()
    {
        // Pointwise, with places of one register and not, groups, stride; one place only.
        yield return new([3, 5, 8, 8], [7, 5, 1, 1], [1, 1], [0, 0], [0, 0], [1, 1], 1);
        yield return new([2, 6, 5, 7], [4, 3, 1, 1], [1, 1], [0, 0], [0, 0], [1, 1], 2);
        yield return new([2, 6, 9, 7], [4, 6, 1, 1], [2, 2], [0, 0], [0, 0], [1, 1], 1);
        yield return new([2, 6, 1, 1], [4, 6, 1, 1], [1, 1], [0, 0], [0, 0], [1, 1], 1);
        yield return new([3, 40, 1, 1], [9, 40, 1, 1], [1, 1], [0, 0], [0, 0], [1, 1], 1);
        // The kernel covers the input; a stride beyond the kernel and beyond the input.
        yield return new([2, 3, 5, 5], [4, 3, 5, 5], [1, 1], [0, 0], [0, 0], [1, 1], 1);
        yield return new([2, 3, 9, 9], [4, 3, 2, 2], [4, 3], [0, 1], [1, 0], [1, 1], 1);
        yield return new([2, 3, 3, 3], [4, 3, 2, 2], [7, 7], [0, 0], [0, 0], [1, 1], 1);
        yield return new([1, 2, 9, 9], [4, 2, 3, 3], [2, 2], [2, 2], [2, 2], [2, 4], 1);
        // Padding beyond the kernel, an input of nothing but padding, no channels.
        yield return new([1, 2, 3, 3], [3, 2, 2, 2], [1, 1], [4, 3], [3, 4], [1, 1], 1);
        yield return new([1, 2, 0, 3], [3, 2, 2, 2], [1, 1], [1, 1], [1, 1], [1, 1], 1);
        yield return new([2, 0, 3, 3], [3, 0, 2, 2], [1, 1], [0, 0], [0, 0], [1, 1], 1);
        // More channels than one block of depth, more rows and columns than a unit, many samples, rows of whole registers.
        yield return new([1, 100, 6, 6], [20, 100, 3, 3], [1, 1], [1, 1], [1, 1], [1, 1], 1);
        yield return new([1, 3, 40, 45], [70, 3, 3, 3], [1, 1], [1, 1], [1, 1], [1, 1], 1);
        yield return new([33, 4, 10, 10], [5, 4, 3, 3], [1, 1], [1, 1], [1, 1], [1, 1], 1);
        yield return new([2, 3, 32, 32], [9, 3, 3, 3], [1, 1], [1, 1], [1, 1], [1, 1], 1);
        yield return new([40, 8, 32, 32], [8, 1, 3, 3], [1, 1], [1, 1], [1, 1], [1, 1], 8);
        yield return new([2, 3, 32, 32], [9, 3, 7, 7], [2, 2], [3, 3], [3, 3], [1, 1], 1);
        yield return new([1, 20, 16, 16], [40, 10, 3, 3], [2, 2], [1, 1], [1, 1], [1, 1], 2);
    }

    private static string List(int[] values) => string.Join('x', values);

    private static int Product(int[] values) => values.Aggregate(1, (a, b) => a * b);
}
