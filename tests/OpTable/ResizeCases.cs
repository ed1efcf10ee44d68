using NeuralJit.Kernels;

namespace NeuralJit.Tests;

/// <summary>Resizing, padding that continues a tensor, and moving elements between channels and places.</summary>
internal static class ResizeCases
{
    public static IEnumerable<OpCase> All => [.. Resizes(), .. Paddings(), .. Shuffles];

    private static IEnumerable<OpCase> Resizes()
    {
        foreach (ResizeMode mode in Enum.GetValues<ResizeMode>())
        {
            yield return Of($"resize {mode} up and down", x => x.Resize([7, 3], mode), [2, 2, 4, 5]);
            yield return Of($"resize {mode} over 1 dimension", x => x.Resize([8], mode), [1, 2, 5]);
            yield return Of($"resize {mode} over 3 dimensions", x => x.Resize([3, 2, 6], mode), [1, 2, 2, 3, 4]);
        }
        yield return Of("resize Linear with aligned corners", x => x.Resize([7, 3], ResizeMode.Linear, true), [2, 2, 4, 5]);
        yield return Of("resize Cubic with aligned corners", x => x.Resize([7, 1], ResizeMode.Cubic, true), [2, 2, 4, 5]);
        yield return Of("resize Linear by scales", x => x.ResizeBy([1.7, 0.6], ResizeMode.Linear), [1, 2, 4, 5]);
        yield return Of("resize Nearest by a scale", x => x.ResizeBy([2.5]), [1, 2, 4, 5]);
        yield return Of("resize of many columns", x => x.Resize([9, 40], ResizeMode.Linear), [1, 2, 4, 37]);
        yield return Of("resize of no samples", x => x.Resize([5, 5], ResizeMode.Linear), [0, 2, 4, 4]);
        yield return Of("resample transposed", x => Node.Apply(new Resample(1, 4, 7, ResampleMode.Linear, Transposed: true), x), [2, 7, 3]);
    }

    private static IEnumerable<OpCase> Paddings()
    {
        foreach (PadMode mode in Enum.GetValues<PadMode>())
        {
            yield return Of($"pad {mode}", x => x.Pad([1, 2], [2, 0], mode), [2, 2, 3, 4]);
            yield return Of($"pad {mode} with less at the ends", x => x.Pad([-1, 2], [1, -2], mode), [2, 2, 3, 4]);
            yield return Of($"pad {mode} over 1 dimension", x => x.Pad([2], [1], mode), [1, 2, 5]);
            yield return Of($"pad {mode} over 3 dimensions", x => x.Pad([1, 0, 2], [1, 1, 2], mode), [1, 2, 2, 3, 3]);
        }
    }

    private static IEnumerable<OpCase> Shuffles =>
        [
            Of("pixel shuffle", x => x.PixelShuffle(2), [2, 8, 2, 3]), Of("pixel shuffle without batch", x => x.PixelShuffle(3), [9, 2, 2]),
            Of("pixel unshuffle", x => x.PixelUnshuffle(2), [2, 2, 4, 6]), Of("channel shuffle", x => x.ChannelShuffle(3), [2, 6, 2, 2]),
        ];

    private static OpCase Of(string name, Func<Node, Node> op, Shape shape) => new(name, x => op(x[0]), Samples.Uniform(shape));
}
