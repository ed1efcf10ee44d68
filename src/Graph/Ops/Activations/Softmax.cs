using NeuralJit.Kernels;

namespace NeuralJit;

// The layer of the same name in NeuralJit.NN is what users write; a public op would make it ambiguous.
/// <summary>eˣ / Σ eˣ along an axis, without overflow.</summary>
/// <param name="Axis">The axis, from 0.</param>
internal sealed record Softmax(int Axis) : RowOp(Axis)
{
    // The maximum is subtracted from numerator and denominator alike; as the result does not depend on it, it has no gradient.
    /// <inheritdoc/>
    public override Node Expand(ReadOnlySpan<Node> inputs)
    {
        Node x = inputs[0];
        if (x.Shape.Count == 0)
        {
            return x;
        }
        Node exp = (x - x.Max(Axis, keepDims: true).StopGradient()).Exp();
        // One division per row: e · (1/Σe).
        return exp * exp.Sum(Axis, keepDims: true).Reciprocal();
    }

    // dx = y (dy − Σ dy y)
    /// <inheritdoc/>
    public override Node?[] Gradients(Node y, Node dy, ReadOnlySpan<bool> wanted) =>
        [y * (dy - (dy * y).Sum(Axis, keepDims: true))];

    private protected override unsafe void Run<T>(int rows, int columns, TensorView x, TensorView y) =>
        SoftmaxRows.Run(rows, columns, x.Pointer<T>(), y.Pointer<T>());
}

/// <summary>Softmax.</summary>
public static class SoftmaxExtensions
{
    extension(Node x)
    {
        /// <summary>eˣ / Σ eˣ along an axis: positive numbers with the sum 1.</summary>
        public Node Softmax(int axis = -1) => Node.Apply(new Softmax(x.Shape.AxisOrScalar(axis)), x);
    }
}
