using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>
/// The matrix product over the last two dimensions: [.., m, k] · [.., k, n] → [.., m, n]; the dimensions before them
/// broadcast. Transposed operands are read where they are.
/// </summary>
public sealed record MatMul : Op
{
    /// <inheritdoc/>
    public override string Name => "matmul";

    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 2);
        Node a = inputs[0], b = inputs[1];
        if (a.DType != b.DType || !a.DType.IsComputeFloat)
        {
            throw new ShapeException(
                $"{Name}: expected two operands of one type, f32 or f64, got {a.Type} and {b.Type}; cast one of them, or convert a new "
                + $"model with To(DType.…)");
        }
        if (a.Rank < 2 || b.Rank < 2)
        {
            throw new ShapeException($"{Name}: expected at least 2 dimensions each, got {a.Type} and {b.Type}");
        }
        if (a.Shape[-1] != b.Shape[-2])
        {
            throw new ShapeException(
                $"{Name}: mat1 and mat2 shapes cannot be multiplied ({Matrix(a)} and {Matrix(b)}); got {a.Type} and {b.Type}");
        }
        Shape batch = Shape.Broadcast(BatchOf(a.Shape), BatchOf(b.Shape))
            ?? throw new ShapeException($"{Name}: the leading dimensions of {a.Type} and {b.Type} do not broadcast");
        return new TensorType(a.DType, [.. batch, a.Shape[-2], b.Shape[-1]]);
    }

    /// <inheritdoc/>
    public override long Flops(Node y) => 2 * y.Shape.Count * y.Inputs[0].Shape[-1];

    // d(a·b): da = dy·bᵀ, db = aᵀ·dy. Where an operand is itself a transpose, the gradient is written as the transpose of the
    // product (aᵀ·dy = (dyᵀ·a)ᵀ), so that the two transposes cancel and the weight's gradient is computed as it is stored.
    /// <inheritdoc/>
    public override Node Gradient(Node y, Node dy, int input)
    {
        Node a = y.Inputs[0], b = y.Inputs[1];
        return (input, IsTransposed(y.Inputs[input])) switch
        {
            (0, false) => Node.Apply(new MatMul(), dy, b.T),
            (0, true) => Node.Apply(new MatMul(), b, dy.T).T,
            (_, false) => Node.Apply(new MatMul(), a.T, dy),
            (_, true) => Node.Apply(new MatMul(), dy.T, a).T,
        };
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y)
    {
        if (y.DType == DType.Float32)
        {
            Evaluate<float>(inputs[0], inputs[1], y);
        }
        else
        {
            Evaluate<double>(inputs[0], inputs[1], y);
        }
    }

    private static unsafe void Evaluate<T>(TensorView a, TensorView b, TensorView y)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        int rank = y.Shape.Rank;
        int m = y.Shape[-2], n = y.Shape[-1], k = a.Shape[-1];
        long[] aStrides = a.StridesFor([.. BatchOf(y.Shape), m, k]), bStrides = b.StridesFor([.. BatchOf(y.Shape), k, n]);
        long count = m * n == 0 ? 0 : y.Shape.Count / ((long)m * n);
        for (long batch = 0; batch < count; batch++)
        {
            long aOffset = 0, bOffset = 0, rest = batch;
            for (int i = rank - 3; i >= 0; i--)
            {
                (rest, long index) = Math.DivRem(rest, y.Shape[i]);
                aOffset += index * aStrides[i];
                bOffset += index * bStrides[i];
            }
            MatrixMultiply.Run(m, n, k,
                a.Pointer<T>() + aOffset, aStrides[rank - 2], aStrides[rank - 1],
                b.Pointer<T>() + bOffset, bStrides[rank - 2], bStrides[rank - 1],
                y.Pointer<T>() + (batch * m * n), n);
        }
    }

    private static bool IsTransposed(Node x) =>
        x.Op is Transpose t && t.Permutation[-1] == x.Rank - 2 && t.Permutation[-2] == x.Rank - 1;

    private static Shape BatchOf(Shape shape) => Shape.Create(shape.Extents[..^2]);

    private static string Matrix(Node x) => $"{x.Shape[-2]}x{x.Shape[-1]}";
}

/// <summary>Matrix products.</summary>
public static class MatMulExtensions
{
    extension(Node a)
    {
        /// <summary>
        /// The matrix product by NumPy's rules: vectors are a row at the left and a column at the right, and the dimensions before the
        /// last two broadcast.
        /// </summary>
        public Node MatMul(Node b)
        {
            Node left = a.Rank == 1 ? a.Reshape([1, a.Shape[0]]) : a;
            Node right = b.Rank == 1 ? b.Reshape([b.Shape[0], 1]) : b;
            Node y = Node.Apply(new MatMul(), left, right);
            if (a.Rank == 1)
            {
                y = y.Reshape([.. y.Shape.Extents[..^2], y.Shape[-1]]);
            }
            return b.Rank == 1 ? y.Reshape(y.Shape.Extents[..^1]) : y;
        }
    }
}
