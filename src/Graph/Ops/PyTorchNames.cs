namespace NeuralJit;

/// <summary>PyTorch's words for what has another name here: each is the op that it names, and no more.</summary>
public static class PyTorchNames
{
    extension(Node x)
    {
        /// <summary>The same as <c>StopGradient</c>.</summary>
        public Node Detach() => x.StopGradient();

        /// <summary>The same as <c>Relu</c>.</summary>
        public Node ReLU() => x.Relu();

        /// <summary>The same as <c>StandardDeviation</c> of all elements.</summary>
        public Node Std(bool unbiased = true) => x.StandardDeviation(unbiased);

        /// <summary>The same as <c>StandardDeviation</c> along an axis.</summary>
        public Node Std(int axis, bool keepDims = false, bool unbiased = true) => x.StandardDeviation(axis, keepDims, unbiased);

        /// <summary>The same as <c>Variance</c> of all elements.</summary>
        public Node Var(bool unbiased = true) => x.Variance(unbiased);

        /// <summary>The same as <c>Variance</c> along an axis.</summary>
        public Node Var(int axis, bool keepDims = false, bool unbiased = true) => x.Variance(axis, keepDims, unbiased);

        /// <summary>The same as <c>Reshape</c>.</summary>
        public Node View(params ReadOnlySpan<int> extents) => x.Reshape(extents);

        /// <summary>The same as <c>BroadcastTo</c>.</summary>
        public Node Expand(Shape shape) => x.BroadcastTo(shape);

        /// <summary>The same as <c>MatMul</c>, of two matrices.</summary>
        public Node Mm(Node b) => x.MatMul(b);

        /// <summary>The same as <c>MatMul</c>, of batches of matrices.</summary>
        public Node Bmm(Node b) => x.MatMul(b);

        /// <summary>The same as <c>Node.Where(mask, value, x)</c>.</summary>
        public Node MaskedFill(Node mask, double value) => Node.Where(mask, value, x);

        /// <summary>The same as <c>FilledLike(0)</c>.</summary>
        public Node ZerosLike() => x.FilledLike(0);

        /// <summary>The same as <c>FilledLike(1)</c>.</summary>
        public Node OnesLike() => x.FilledLike(1);

        /// <summary>The same as <c>Node.RandomUniform</c> of x's shape and type.</summary>
        public Node RandLike() => Node.RandomUniform(x.Shape, x.DType);

        /// <summary>The same as <c>Node.RandomNormal</c> of x's shape and type.</summary>
        public Node RandnLike() => Node.RandomNormal(x.Shape, x.DType);
    }

    extension(Node)
    {
        /// <summary>The same as <c>Node.Concat</c>.</summary>
        public static Node Cat(ReadOnlySpan<Node> parts, int axis = 0) => Node.Concat(parts, axis);

        /// <summary>The same as <c>Node.RandomUniform</c>.</summary>
        public static Node Rand(Shape shape, DType dtype = DType.Float32) => Node.RandomUniform(shape, dtype);

        /// <summary>The same as <c>Node.RandomNormal</c>.</summary>
        public static Node Randn(Shape shape, DType dtype = DType.Float32) => Node.RandomNormal(shape, dtype);
    }
}
