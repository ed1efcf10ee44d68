namespace NeuralJit;

/// <summary>Reorders dimensions: dimension i of the result is dimension Permutation[i] of the input.</summary>
/// <param name="Permutation">Each axis once.</param>
public sealed record Transpose(Shape Permutation) : ViewOp
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 1);
        Shape shape = inputs[0].Shape;
        Span<int> extents = stackalloc int[Permutation.Rank];
        uint named = 0;
        for (int i = 0; i < extents.Length && Permutation[i] < shape.Rank; i++)
        {
            named |= 1u << Permutation[i];
            extents[i] = shape[Permutation[i]];
        }
        return Permutation.Rank == shape.Rank && named == Axes.All(shape.Rank).Mask
            ? new TensorType(inputs[0].DType, Shape.Create(extents))
            : throw new ShapeException($"transpose: {Permutation} does not name each axis of {inputs[0].Type} once");
    }

    // The gradient goes back through the inverse permutation.
    /// <inheritdoc/>
    public override Node Gradient(Node y, Node dy, int input) => Node.Apply(new Transpose(Inverse()), dy);

    /// <inheritdoc/>
    public override Layout Map(Layout input, Shape result)
    {
        Span<long> strides = stackalloc long[result.Rank];
        for (int i = 0; i < strides.Length; i++)
        {
            strides[i] = input.Strides[Permutation[i]];
        }
        return new Layout(result, input.Offset, strides);
    }

    /// <summary>The permutation that undoes this one.</summary>
    public Shape Inverse()
    {
        int[] inverse = new int[Permutation.Rank];
        for (int i = 0; i < inverse.Length; i++)
        {
            inverse[Permutation[i]] = i;
        }
        return Shape.Create(inverse);
    }
}

/// <summary>Reordering dimensions.</summary>
public static class TransposeExtensions
{
    extension(Node x)
    {
        /// <summary>The dimensions in another order; negative axes count from the end.</summary>
        public Node Permute(params ReadOnlySpan<int> axes)
        {
            int[] permutation = axes.ToArray();
            for (int i = 0; i < permutation.Length; i++)
            {
                permutation[i] = x.Shape.Axis(permutation[i]);
            }
            return Node.Apply(new Transpose(Shape.Create(permutation)), x);
        }

        /// <summary>Two dimensions exchanged; a scalar stays what it is.</summary>
        public Node Transpose(int axisA, int axisB)
        {
            int a = x.Shape.AxisOrScalar(axisA), b = x.Shape.AxisOrScalar(axisB);
            if (x.Rank == 0)
            {
                return x;
            }
            Span<int> permutation = stackalloc int[x.Rank];
            for (int i = 0; i < permutation.Length; i++)
            {
                permutation[i] = i;
            }
            (permutation[a], permutation[b]) = (permutation[b], permutation[a]);
            return Node.Apply(new Transpose(Shape.Create(permutation)), x);
        }

        /// <summary>The last two dimensions exchanged: a matrix transposed.</summary>
        public Node T => x.Transpose(-1, -2);
    }
}
