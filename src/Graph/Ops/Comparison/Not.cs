using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>Logical not of a bool.</summary>
public sealed record Not : UnaryOp<NotOperator>
{
    /// <inheritdoc/>
    public override bool GivesBool => true;

    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 1);
        return inputs[0].DType == DType.Bool
            ? inputs[0].Type
            : throw new ShapeException($"{Name}: expected bool, got {inputs[0].Type}; compare it with 0 first");
    }

    // The operator complements masks, as comparisons give them in registers; in memory true is the byte 1.
    /// <inheritdoc/>
    public override unsafe void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) =>
        Elementwise.LogicalNot(y.Extents, inputs[0].Pointer<byte>(), inputs[0].Strides, y.Pointer<byte>());

    // A bool has no gradient.
    /// <inheritdoc/>
    protected override Node? Gradient(Node x, Node y, Node dy) => null;
}

/// <summary>Logical not.</summary>
public static class NotExtensions
{
    extension(Node)
    {
        /// <summary>true where x is false.</summary>
        public static Node operator !(Node x) => Node.Apply(new Not(), x);
    }
}
