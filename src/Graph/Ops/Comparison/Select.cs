using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>condition ? a : b, element by element; the three broadcast.</summary>
public sealed record Select : Op
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 3);
        Node condition = inputs[0], a = inputs[1], b = inputs[2];
        if (condition.DType != DType.Bool || a.DType != b.DType)
        {
            throw new ShapeException(
                $"{Name}: expected a bool condition and two values of one element type, got {condition.Type}, {a.Type} and {b.Type}");
        }
        Shape? values = Shape.Broadcast(a.Shape, b.Shape);
        Shape? shape = values is null ? null : Shape.Broadcast(condition.Shape, values);
        return shape is null
            ? throw new ShapeException($"{Name}: shapes {condition.Shape}, {a.Shape} and {b.Shape} do not broadcast")
            : new TensorType(a.DType, shape);
    }

    // The gradient goes to the value that was chosen.
    /// <inheritdoc/>
    public override Node? Gradient(Node y, Node dy, int input) => input switch
    {
        1 => Node.Where(y.Inputs[0], dy, 0),
        2 => Node.Where(y.Inputs[0], 0, dy),
        _ => null,
    };

    // Choosing moves bytes, whatever they mean.
    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y)
    {
        switch (y.DType.Size)
        {
            case 1: Choose<byte>(inputs, y); break;
            case 2: Choose<short>(inputs, y); break;
            case 4: Choose<float>(inputs, y); break;
            default: Choose<double>(inputs, y); break;
        }
    }

    private static unsafe void Choose<T>(ReadOnlySpan<TensorView> inputs, TensorView y)
        where T : unmanaged, System.Numerics.INumber<T> =>
        Elementwise.Select(
            y.Extents,
            inputs[0].Pointer<byte>(), inputs[0].StridesIn(y.Shape),
            inputs[1].Pointer<T>(), inputs[1].StridesIn(y.Shape),
            inputs[2].Pointer<T>(), inputs[2].StridesIn(y.Shape),
            y.Pointer<T>());
}

/// <summary>Choosing by a condition.</summary>
public static class SelectExtensions
{
    extension(Node)
    {
        /// <summary>condition ? a : b, element by element; the three broadcast.</summary>
        public static Node Where(Node condition, Node a, Node b) => Node.Apply(new Select(), condition, a, b);

        /// <summary>condition ? a : b.</summary>
        public static Node Where(Node condition, Node a, double b) => Node.Apply(new Select(), condition, a, a.ScalarLike(b));

        /// <summary>condition ? a : b.</summary>
        public static Node Where(Node condition, double a, Node b) => Node.Apply(new Select(), condition, b.ScalarLike(a), b);
    }
}
