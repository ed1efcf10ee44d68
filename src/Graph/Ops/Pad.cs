namespace NeuralJit;

/// <summary>A tensor with a constant around it and between its elements.</summary>
/// <param name="Low">How many before the first element of each dimension.</param>
/// <param name="High">How many after the last element.</param>
/// <param name="Interior">How many between neighbours.</param>
/// <param name="Value">What is put there.</param>
public sealed record Pad(IntList Low, IntList High, IntList Interior, double Value = 0) : Op
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 1);
        Shape shape = inputs[0].Shape;
        if (Low.Count != shape.Rank || High.Count != shape.Rank || Interior.Count != shape.Rank)
        {
            throw new ShapeException($"pad: {this} does not have one entry for each dimension of {inputs[0].Type}");
        }
        int[] extents = new int[shape.Rank];
        for (int i = 0; i < extents.Length; i++)
        {
            if (Low[i] < 0 || High[i] < 0 || Interior[i] < 0)
            {
                throw new ShapeException($"pad: low {Low[i]}, high {High[i]}, interior {Interior[i]} along axis {i} of {inputs[0].Type} must not be negative; slice to cut off");
            }
            long extent = Low[i] + (long)High[i] + shape[i] + (Math.Max(shape[i] - 1L, 0) * Interior[i]);
            extents[i] = extent <= int.MaxValue
                ? (int)extent
                : throw new ShapeException($"pad: axis {i} of {inputs[0].Type} would have {extent} elements");
        }
        return new TensorType(inputs[0].DType, Shape.Create(extents));
    }

    // The gradient of what was put in: the slice that takes it out again.
    /// <inheritdoc/>
    public override Node Gradient(Node y, Node dy, int input) =>
        Node.Apply(Inside(y.Inputs[0].Shape), dy);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y)
    {
        StridedCopying.Fill(UniformValue.ScalarOp(Value, y.DType).Data, y);
        TensorView x = inputs[0];
        Span<long> strides = stackalloc long[Low.Count];
        long offset = 0;
        for (int i = 0; i < strides.Length; i++)
        {
            strides[i] = (Interior[i] + 1) * y.Strides[i];
            offset += Low[i] * y.Strides[i];
        }
        StridedCopying.Copy(x, y, offset, strides);
    }

    /// <summary>The slice of the result that is the input of the given shape.</summary>
    public Slice Inside(Shape input)
    {
        int[] starts = Low.Span.ToArray(), steps = new int[Low.Count];
        for (int i = 0; i < steps.Length; i++)
        {
            starts[i] = input[i] == 0 ? 0 : starts[i];
            steps[i] = input[i] <= 1 ? 1 : Interior[i] + 1;
        }
        return new Slice(IntList.Create(starts), input, IntList.Create(steps));
    }
}

/// <summary>Padding.</summary>
public static class PadExtensions
{
    extension(Node x)
    {
        /// <summary>x with <paramref name="value"/> before and after it in each dimension, and <paramref name="interior"/> times between neighbours.</summary>
        public Node Pad(IntList low, IntList high, IntList? interior = null, double value = 0)
        {
            interior ??= IntList.Repeat(0, x.Rank);
            return low.AllAre(0) && high.AllAre(0) && interior.AllAre(0) ? x : Node.Apply(new Pad(low, high, interior, value), x);
        }
    }
}
