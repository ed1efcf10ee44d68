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
                throw new ShapeException(
                    $"pad: low {Low[i]}, high {High[i]}, interior {Interior[i]} along axis {i} of {inputs[0].Type} must not be negative; "
                    + $"slice to cut off");
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
        /// <summary>
        /// x with <paramref name="value"/> before and after it in each dimension, and <paramref name="interior"/> times between neighbours.
        /// Where low or high is negative, so many elements are cut off there.
        /// </summary>
        /// <exception cref="ShapeException">
        /// The lists do not have an entry for each dimension, or more is cut off than there is.
        /// </exception>
        public Node Pad(IntList low, IntList high, IntList? interior = null, double value = 0)
        {
            interior ??= IntList.Repeat(0, x.Rank);
            IntList none = IntList.Repeat(0, x.Rank);
            if (low.Span.ContainsAnyInRange(int.MinValue, -1) || high.Span.ContainsAnyInRange(int.MinValue, -1))
            {
                // What lies between neighbours can be cut off too.
                Node whole = interior.AllAre(0) ? x : Node.Apply(new Pad(none, none, interior, value), x);
                return whole.Crop(low, high).Pad(Positive(low), Positive(high), none, value);
            }
            return low.AllAre(0) && high.AllAre(0) && interior.AllAre(0) ? x : Node.Apply(new Pad(low, high, interior, value), x);
        }

        /// <summary>x without as many elements at the ends of its last dimensions as negative entries say; others count as 0.</summary>
        internal Node Crop(IntList low, IntList high)
        {
            int leading = x.Rank - low.Count;
            if (low.Count != high.Count || leading < 0)
            {
                throw new ShapeException(
                    $"pad: low {low} and high {high} must have one entry for each dimension of {x.Type}" + GraphTrace.DescribePlace());
            }
            Node y = x;
            for (int i = 0; i < low.Count; i++)
            {
                long start = Math.Max(0, -(long)low[i]), rest = x.Shape[leading + i] - start - Math.Max(0, -(long)high[i]);
                y = rest >= 0
                    ? y.Narrow(leading + i, (int)start, (int)rest)
                    : throw new ShapeException(
                        $"pad: low {low[i]} and high {high[i]} cut more off axis {leading + i} of {x.Type} than its "
                        + $"{x.Shape[leading + i]} elements" + GraphTrace.DescribePlace());
            }
            return y;
        }
    }

    /// <summary>The entries, 0 in place of negative ones.</summary>
    internal static IntList Positive(IntList entries)
    {
        int[] positive = entries.Span.ToArray();
        for (int i = 0; i < positive.Length; i++)
        {
            positive[i] = Math.Max(0, positive[i]);
        }
        return IntList.Create(positive);
    }
}
