using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>
/// A linear map along one axis: each element of the result is a weighted sum of a few elements of the input (interpolation, averages
/// of parts, mirrored or repeated ends); or the transpose of such a map.
/// </summary>
/// <param name="Axis">The axis, from 0.</param>
/// <param name="From">The extent of what the map is applied to.</param>
/// <param name="To">The extent of what it gives.</param>
/// <param name="Mode">How weights follow from places.</param>
/// <param name="AlignCorners">Whether the middles of the first and last elements coincide, instead of the outer edges.</param>
/// <param name="Scale">How many times as long the result counts as, where that is given; 0 for the ratio of the extents.</param>
/// <param name="Before">Elements before the first one, for the modes that pad.</param>
/// <param name="Transposed">Whether this is the transpose, from extent To to extent From.</param>
public sealed record Resample(int Axis, int From, int To, ResampleMode Mode, bool AlignCorners = false, double Scale = 0, int Before = 0,
    bool Transposed = false) : Op, IFloatKernel
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 1);
        NumberRules.NotNegative(Name, "scale", Scale);
        Node x = inputs[0];
        if (!x.DType.IsComputeFloat)
        {
            throw new ShapeException($"{Name}: expected f32 or f64, got {x.Type}; cast it first");
        }
        int given = Transposed ? To : From;
        if ((uint)Axis >= (uint)x.Rank || x.Shape[Axis] != given || From < 1 || To < 1)
        {
            throw new ShapeException($"{Name}: expected extents of at least 1 and {given} elements along axis {Axis}, got {x.Type}");
        }
        CheckPadding();
        return new TensorType(x.DType, x.Shape.With(Axis, Transposed ? From : To));
    }

    // Each element of the map's result is a weighted sum; one of a single element is a copy. The transposed map adds as many products.
    /// <inheritdoc/>
    public override long Flops(Node y)
    {
        int taps = AxisMap.MostTaps;
        long results = Transposed ? y.Inputs[0].Shape.Count : y.Shape.Count;
        return taps == 1 && !Transposed ? 0 : 2 * taps * results;
    }

    // y = M·x along the axis, so dx = Mᵀ·dy.
    /// <inheritdoc/>
    public override Node Gradient(Node y, Node dy, int input) => Node.Apply(this with { Transposed = !Transposed }, dy);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) => IFloatKernel.Evaluate(this, inputs, y);

    private ResampleAxis AxisMap =>
        new() { Mode = Mode, From = From, To = To, AlignCorners = AlignCorners, Scale = Scale, Before = Before };

    // Padding continues the tensor once: beyond, there is nothing to read.
    private void CheckPadding()
    {
        long after = (long)To - From - Before;
        int most = Mode switch { ResampleMode.Reflect => From - 1, ResampleMode.Circular => From, _ => int.MaxValue };
        if (Mode is ResampleMode.Reflect or ResampleMode.Replicate or ResampleMode.Circular
            && (Math.Min(Before, after) < 0 || Math.Max(Before, after) > most))
        {
            throw new ShapeException($"{Name}: {Mode} padding of {Before} before and {after} after {From} elements; expected 0 to {most}");
        }
    }

    unsafe void IFloatKernel.Run<T>(ReadOnlySpan<TensorView> inputs, TensorView y)
    {
        TensorView x = inputs[0];
        long outer = 1, inner = 1;
        for (int i = 0; i < y.Shape.Rank; i++)
        {
            outer *= i < Axis ? y.Extents[i] : 1;
            inner *= i > Axis ? y.Extents[i] : 1;
        }
        ResampleAxis axis = AxisMap;
        if (Transposed)
        {
            Resampling.Transposed(axis, outer, inner, x.Pointer<T>(), y.Pointer<T>());
        }
        else
        {
            Resampling.Run(axis, outer, inner, x.Pointer<T>(), y.Pointer<T>());
        }
    }
}
