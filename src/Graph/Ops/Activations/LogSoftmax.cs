using NeuralJit.Kernels;

namespace NeuralJit;

// The layer of the same name in NeuralJit.NN is what users write; a public op would make it ambiguous.
/// <summary>x − ln Σ eˣ along an axis, without overflow.</summary>
/// <param name="Axis">The axis, from 0.</param>
internal sealed record LogSoftmax(int Axis) : RowOp(Axis)
{
    // With z = x − max: z − ln Σ e^z
    /// <inheritdoc/>
    public override Node Expand(ReadOnlySpan<Node> inputs)
    {
        Node x = inputs[0];
        if (x.Shape.Count == 0)
        {
            return x;
        }
        Node z = x - x.Max(Axis, keepDims: true).StopGradient();
        return z - z.Exp().Sum(Axis, keepDims: true).Log();
    }

    // dx = dy − softmax(x) Σ dy, and softmax(x) = e^y
    /// <inheritdoc/>
    public override Node?[] Gradients(Node y, Node dy, ReadOnlySpan<bool> wanted) =>
        [dy - y.Exp() * dy.Sum(Axis, keepDims: true)];

    private protected override unsafe void Run<T>(int rows, int columns, TensorView x, TensorView y) =>
        LogSoftmaxRows.Run(rows, columns, x.Pointer<T>(), y.Pointer<T>());
}

/// <summary>The logarithm of softmax.</summary>
public static class LogSoftmaxExtensions
{
    extension(Node x)
    {
        /// <summary>ln softmax(x) along an axis, without overflow or loss of small probabilities.</summary>
        public Node LogSoftmax(int axis = -1) => Node.Apply(new LogSoftmax(x.Shape.AxisOrScalar(axis)), x);
    }
}
