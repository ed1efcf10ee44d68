using System.Runtime.CompilerServices;

namespace NeuralJit;

/// <summary>The same elements in row-major order under another shape.</summary>
/// <param name="Shape">The new extents.</param>
public sealed record Reshape(Shape Shape) : ViewOp
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 1);
        return new TensorType(inputs[0].DType, Checked(inputs[0].Type, Shape));
    }

    /// <summary>The new shape; an error unless it has as many elements.</summary>
    internal static Shape Checked(TensorType type, Shape shape) => type.Shape.Count == shape.Count
        ? shape
        : throw new ShapeException($"reshape: {type} has {type.Shape.Count} elements, the new shape {shape} has {shape.Count}");

    // The gradient is the same elements under the old shape.
    /// <inheritdoc/>
    public override Node Gradient(Node y, Node dy, int input) => dy.Reshape(y.Inputs[0].Shape);

    /// <summary>A view when the input is dense, or when only extents of 1 come and go.</summary>
    public override Layout? Map(Layout input, Shape result)
    {
        if (input.IsDense)
        {
            return new Layout(result, input.Offset, result.Strides);
        }
        Span<long> strides = stackalloc long[result.Rank];
        int from = 0;
        for (int i = 0; i < result.Rank; i++)
        {
            if (result[i] == 1)
            {
                continue;
            }
            while (from < input.Shape.Rank && input.Shape[from] == 1)
            {
                from++;
            }
            if (from == input.Shape.Rank || input.Shape[from] != result[i])
            {
                return null;
            }
            strides[i] = input.Strides[from++];
        }
        return new Layout(result, input.Offset, strides);
    }
}

/// <summary>Changing the shape.</summary>
public static class ReshapeExtensions
{
    extension(Node x)
    {
        /// <summary>The same elements under another shape; one extent may be −1, it is computed.</summary>
        [OverloadResolutionPriority(1)]
        public Node Reshape(params ReadOnlySpan<int> extents) => x.Reshape(Resolve(x.Type, extents));

        /// <summary>The same elements under another shape.</summary>
        public Node Reshape(Shape shape) => x.Shape.Equals(shape) ? x : Node.Apply(new Reshape(shape), x);
    }

    /// <summary>The shape of a tensor's elements under these extents, of which one may be −1: what is left.</summary>
    /// <exception cref="ShapeException">No shape of as many elements has them.</exception>
    internal static Shape Resolve(TensorType type, ReadOnlySpan<int> extents)
    {
        int[] resolved = extents.ToArray();
        int open = Array.IndexOf(resolved, -1);
        if (open >= 0)
        {
            long known = 1;
            for (int i = 0; i < resolved.Length; i++)
            {
                known *= i == open ? 1 : resolved[i];
            }
            if (known <= 0 || type.Shape.Count % known != 0)
            {
                throw new ShapeException(
                    $"reshape: cannot choose -1 in [{string.Join(',', resolved)}] for {type} with {type.Shape.Count} elements");
            }
            resolved[open] = (int)(type.Shape.Count / known);
        }
        return NeuralJit.Reshape.Checked(type, Shape.Create(resolved));
    }
}
