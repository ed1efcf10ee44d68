namespace NeuralJit;

/// <summary>Part of a tensor: along dimension i the elements Starts[i], Starts[i] + Steps[i], …, Counts[i] of them.</summary>
/// <param name="Starts">The first element of each dimension.</param>
/// <param name="Counts">The extents of the result.</param>
/// <param name="Steps">The distance of neighbours; negative ones walk backwards.</param>
public sealed record Slice(IntList Starts, Shape Counts, IntList Steps) : ViewOp
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 1);
        Shape shape = inputs[0].Shape;
        if (Starts.Count != shape.Rank || Counts.Rank != shape.Rank || Steps.Count != shape.Rank)
        {
            throw new ShapeException($"slice: {this} does not have one entry for each dimension of {inputs[0].Type}");
        }
        for (int i = 0; i < shape.Rank; i++)
        {
            long last = Starts[i] + ((Counts[i] - 1L) * Steps[i]);
            if (Counts[i] > 0 && ((uint)Starts[i] >= (uint)shape[i] || last < 0 || last >= shape[i]))
            {
                throw new ShapeException($"slice: elements {Starts[i]} to {last} do not exist along axis {i} of {inputs[0].Type}");
            }
        }
        return new TensorType(inputs[0].DType, Counts);
    }

    // The gradient goes back to where the elements came from, zeros between and around: reversed where the
    // slice walks backwards, then padded.
    /// <inheritdoc/>
    public override Node Gradient(Node y, Node dy, int input)
    {
        Shape shape = y.Inputs[0].Shape;
        int[] low = new int[shape.Rank], high = new int[shape.Rank], interior = new int[shape.Rank];
        uint backwards = 0;
        for (int i = 0; i < shape.Rank; i++)
        {
            int last = Counts[i] == 0 ? -1 : Starts[i] + ((Counts[i] - 1) * Steps[i]);
            backwards |= Steps[i] < 0 ? 1u << i : 0;
            low[i] = Counts[i] == 0 ? 0 : Math.Min(Starts[i], last);
            high[i] = shape[i] - 1 - (Counts[i] == 0 ? -1 : Math.Max(Starts[i], last));
            interior[i] = Math.Abs(Steps[i]) - 1;
        }
        return dy.Reverse(new Axes(backwards)).Pad(IntList.Create(low), IntList.Create(high), IntList.Create(interior));
    }

    /// <inheritdoc/>
    public override Layout Map(Layout input, Shape result)
    {
        long offset = input.Offset;
        Span<long> strides = stackalloc long[result.Rank];
        for (int i = 0; i < strides.Length; i++)
        {
            offset += result.Count == 0 ? 0 : Starts[i] * input.Strides[i];
            strides[i] = Steps[i] * input.Strides[i];
        }
        return new Layout(result, offset, strides);
    }
}

/// <summary>Taking parts.</summary>
public static class SliceExtensions
{
    extension(Node x)
    {
        /// <summary>Elements <paramref name="start"/> to start + count − 1 along an axis.</summary>
        public Node Narrow(int axis, int start, int count)
        {
            axis = x.Shape.Axis(axis);
            if (start == 0 && count == x.Shape[axis])
            {
                return x;
            }
            int[] starts = new int[x.Rank];
            starts[axis] = start;
            return Node.Apply(new Slice(IntList.Create(starts), x.Shape.With(axis, count), IntList.Repeat(1, x.Rank)), x);
        }

        /// <summary>The elements in opposite order along axes; none means all.</summary>
        public Node Flip(params ReadOnlySpan<int> axes) => x.Reverse(Axes.Of(x.Shape, axes));

        /// <summary>The elements in opposite order along the axes of a set.</summary>
        internal Node Reverse(Axes axes)
        {
            if (axes.Count == 0)
            {
                return x;
            }
            int[] starts = new int[x.Rank], steps = new int[x.Rank];
            for (int i = 0; i < x.Rank; i++)
            {
                bool turns = axes.Contains(i) && x.Shape[i] > 1;
                starts[i] = turns ? x.Shape[i] - 1 : 0;
                steps[i] = turns ? -1 : 1;
            }
            return Node.Apply(new Slice(IntList.Create(starts), x.Shape, IntList.Create(steps)), x);
        }

        /// <summary>What <c>x[…]</c> means.</summary>
        internal Node At(ReadOnlySpan<SliceIndex> indices)
        {
            int named = 0, ellipses = 0;
            foreach (SliceIndex index in indices)
            {
                named += index.Kind is SliceKind.Range or SliceKind.At ? 1 : 0;
                ellipses += index.Kind == SliceKind.Ellipsis ? 1 : 0;
            }
            if (named > x.Rank || ellipses > 1)
            {
                throw new ShapeException(
                    $"slice: {named} indices{(ellipses > 1 ? $" and {ellipses} ellipses" : "")} are too many for {x.Type}");
            }
            var builder = new SliceBuilder(x.Shape);
            foreach (SliceIndex index in indices)
            {
                builder.Add(index, x.Rank - named);
            }
            return builder.Apply(x);
        }
    }

    /// <summary>Collects the slice and the shape that remains when positions have removed and new axes have added dimensions.</summary>
    private sealed class SliceBuilder(Shape shape)
    {
        private readonly int[] starts = new int[shape.Rank], counts = shape.Extents.ToArray(),
            steps = [.. Enumerable.Repeat(1, shape.Rank)];
        private readonly List<int> visible = [];
        private int axis;

        public void Add(SliceIndex index, int unnamed)
        {
            switch (index.Kind)
            {
                case SliceKind.NewAxis:
                    visible.Add(1);
                    break;
                case SliceKind.Ellipsis:
                    visible.AddRange(shape.Extents.Slice(axis, unnamed));
                    axis += unnamed;
                    break;
                default:
                    (starts[axis], counts[axis], steps[axis]) = index.Resolve(shape[axis], axis);
                    if (index.Kind == SliceKind.Range)
                    {
                        visible.Add(counts[axis]);
                    }
                    axis++;
                    break;
            }
        }

        public Node Apply(Node x)
        {
            visible.AddRange(shape.Extents[axis..]);
            Shape sliced = Shape.Create(counts);
            IntList step = IntList.Create(steps);
            Node y = sliced.Equals(shape) && step.AllAre(1) ? x : Node.Apply(new Slice(IntList.Create(starts), sliced, step), x);
            return y.Reshape(Shape.Create(visible.ToArray()));
        }
    }
}
