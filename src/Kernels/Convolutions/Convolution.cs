using System.Numerics;

namespace NeuralJit.Kernels;

/// <summary>
/// Convolution and its two gradients over dense memory: (batch, channels, spatial…) and (outputs, channels / groups, kernel…),
/// floats and doubles. Results depend on neither threads nor register width.
/// </summary>
public static unsafe class Convolution
{
    /// <summary>y = x convolved with weight.</summary>
    public static void Forward<T>(in ConvolutionShape shape, T* x, T* weight, T* y)
        where T : unmanaged, INumber<T>
    {
        ConvolutionGeometry g = new(shape);
        if (g.IsPointwise)
        {
            Pointwise(g, g.Outputs, g.Channels, weight, g.Channels, 1, x, y);
            return;
        }

        PhasePlanes planes = PhasePlanes.Of(g);
        using Scratch scratch = new((long)g.Channels * g.Taps * sizeof(TileStep));
        TileStep* steps = (TileStep*)scratch.Address;
        for (int tap = 0; tap < g.Taps && g.Channels > 0; tap++)
        {
            (int k0, int k1, int k2) = g.Tap(tap);
            steps[tap] = new TileStep(tap, planes.Place(k0, k1, k2));
        }

        TileStep.Repeat(steps, g.Taps, g.Channels, g.Taps, planes.Pitch);
        TapOutput output = new()
        {
            Extents = g.Output,
            PlaneStride = (long)g.Output[1] * g.Output[2],
            RowStride = g.Output[2],
            Stride = 1,
            Steps = steps,
            Depth = g.Channels * g.Taps,
        };
        new TapProducts<T>
        {
            Batch = g.Batch,
            Groups = g.Groups,
            Channels = g.Channels,
            Rows = g.Outputs,
            Planes = planes,
            Source = x,
            Weight = weight,
            Target = y,
            WeightStride = output.Depth,
            WeightTaps = g.Taps,
            TargetPitch = g.Output.Volume,
            Outputs = &output,
            OutputCount = 1,
        }.Run();
    }

    /// <summary>dx = the gradient with respect to the input, given dy.</summary>
    public static void InputGradient<T>(in ConvolutionShape shape, T* dy, T* weight, T* dx)
        where T : unmanaged, INumber<T>
    {
        ConvolutionGeometry g = new(shape);
        if (g.IsPointwise)
        {
            Pointwise(g, g.Channels, g.Outputs, weight, 1, g.Channels, dy, dx);
            return;
        }

        InputGradientPlan plan = new(g);
        using Scratch scratch = new(plan.Bytes);
        int count = plan.Fill((TapOutput*)scratch.Address);
        new TapProducts<T>
        {
            Batch = g.Batch,
            Groups = g.Groups,
            Channels = g.Outputs,
            Rows = g.Channels,
            Planes = plan.Planes,
            Source = dy,
            Weight = weight,
            Target = dx,
            WeightStride = g.Taps,
            WeightTaps = g.Taps,
            TargetPitch = g.Input.Volume,
            Outputs = (TapOutput*)scratch.Address,
            OutputCount = count,
        }.Run();
    }

    /// <summary>dweight = the gradient with respect to the weight, given dy.</summary>
    public static void WeightGradient<T>(in ConvolutionShape shape, T* x, T* dy, T* dweight)
        where T : unmanaged, INumber<T> =>
        WeightProducts<T>.Run(new ConvolutionGeometry(shape), x, dy, dweight);

    /// <summary>A product over the channels at each place: target = A·source with A of the weights.</summary>
    private static void Pointwise<T>(
        in ConvolutionGeometry g, int rows, int depth, T* weight, long rowStride, long columnStride, T* source, T* target)
        where T : unmanaged
    {
        int places = (int)g.Output.Volume;
        long sourceStride = (long)depth * places, targetStride = (long)rows * places;
        for (int group = 0; group < g.Groups; group++)
        {
            MatrixMultiply.RunBatched(
                g.Batch, 0, sourceStride * g.Groups, targetStride * g.Groups,
                rows, places, depth,
                weight + ((long)group * rows * depth), rowStride, columnStride,
                source + (group * sourceStride), places, 1,
                target + (group * targetStride), places);
        }
    }
}
