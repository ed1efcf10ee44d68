namespace NeuralJit;

/// <summary>Tensors one after the other along an axis.</summary>
/// <param name="Axis">The axis, from 0.</param>
public sealed record Concat(int Axis) : Op
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        if (inputs.Length == 0)
        {
            throw new ShapeException("concat: expected at least 1 input, got none");
        }
        TensorType first = inputs[0].Type;
        if ((uint)Axis >= (uint)first.Shape.Rank)
        {
            throw new ShapeException($"concat: axis {Axis} is out of range for {first}");
        }
        long extent = 0;
        foreach (Node input in inputs)
        {
            bool fits = input.DType == first.DType && input.Rank == first.Shape.Rank
                && input.Shape.With(Axis, 0).Equals(first.Shape.With(Axis, 0));
            extent += fits ? input.Shape[Axis]
                : throw new ShapeException(
                    $"concat: {first} and {input.Type} must have the same element type and, except for axis {Axis}, the same extents");
        }
        return extent <= int.MaxValue
            ? new TensorType(first.DType, first.Shape.With(Axis, (int)extent))
            : throw new ShapeException($"concat: axis {Axis} would have {extent} elements");
    }

    // Each input's gradient is its part of dy.
    /// <inheritdoc/>
    public override Node?[] Gradients(Node y, Node dy, ReadOnlySpan<bool> wanted)
    {
        Node?[] result = new Node?[wanted.Length];
        int start = 0;
        for (int i = 0; i < result.Length; i++)
        {
            int count = y.Inputs[i].Shape[Axis];
            result[i] = wanted[i] ? dy.Narrow(Axis, start, count) : null;
            start += count;
        }
        return result;
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y)
    {
        long offset = 0;
        foreach (TensorView input in inputs)
        {
            StridedCopying.Copy(input, y, offset, y.Strides);
            offset += input.Shape[Axis] * y.Strides[Axis];
        }
    }
}

/// <summary>Joining and splitting.</summary>
public static class ConcatExtensions
{
    extension(Node x)
    {
        /// <summary>Parts of <paramref name="size"/> elements along an axis; the last may be smaller.</summary>
        public Node[] Split(int size, int axis = 0)
        {
            int extent = x.Shape[axis];
            if (size <= 0)
            {
                throw new ShapeException($"split: the size must be positive, got {size} for {x.Type}");
            }
            var parts = new List<Node>();
            for (int start = 0; start < extent; start += Math.Min(size, extent - start))
            {
                parts.Add(x.Narrow(axis, start, Math.Min(size, extent - start)));
            }
            return [.. parts];
        }

        /// <summary>Parts of the given sizes along an axis.</summary>
        public Node[] Split(ReadOnlySpan<int> sizes, int axis = 0)
        {
            long total = 0;
            foreach (int size in sizes)
            {
                total += size;
            }
            if (total != x.Shape[axis] || sizes.ContainsAnyInRange(int.MinValue, -1))
            {
                throw new ShapeException(
                    $"split: sizes [{string.Join(',', sizes.ToArray())}] do not add up to "
                    + $"extent {x.Shape[axis]} of axis {axis} of {x.Type}");
            }
            var parts = new Node[sizes.Length];
            int start = 0;
            for (int i = 0; i < parts.Length; i++)
            {
                parts[i] = x.Narrow(axis, start, sizes[i]);
                start += sizes[i];
            }
            return parts;
        }

        /// <summary>
        /// At most <paramref name="chunks"/> parts of equal size along an axis (the last may be smaller), as torch.chunk.
        /// </summary>
        public Node[] Chunk(int chunks, int axis = 0) => chunks > 0
            ? x.Split(Math.Max(1, (int)((x.Shape[axis] + (long)chunks - 1) / chunks)), axis)
            : throw new ShapeException($"chunk: the number of chunks must be positive, got {chunks} for {x.Type}");
    }

    extension(Node)
    {
        /// <summary>Tensors one after the other along an axis; negative axes count from the end.</summary>
        public static Node Concat(ReadOnlySpan<Node> parts, int axis = 0) => parts.Length == 0
            ? throw new ShapeException("concat: expected at least 1 tensor, got none")
            : Node.Apply(new Concat(parts[0].Shape.Axis(axis)), parts);

        /// <summary>Tensors of equal shape along a new axis.</summary>
        public static Node Stack(ReadOnlySpan<Node> parts, int axis = 0)
        {
            Node[] unsqueezed = new Node[parts.Length];
            for (int i = 0; i < parts.Length; i++)
            {
                unsqueezed[i] = parts[i].Type == parts[0].Type
                    ? parts[i].Unsqueeze(axis)
                    : throw new ShapeException($"stack: expected equal types, got {parts[0].Type} and {parts[i].Type}");
            }
            return Node.Concat(unsqueezed, axis);
        }
    }
}
