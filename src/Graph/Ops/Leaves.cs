using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace NeuralJit;

/// <summary>Making leaves: inputs and constants.</summary>
public static class Leaves
{
    extension(Node)
    {
        /// <summary>A symbolic input of a graph.</summary>
        public static Node Input(string name, TensorType type) => Node.Apply(new InputOp(name, type)).Named(name);

        /// <summary>A symbolic float32 input of a graph.</summary>
        public static Node Input(string name, Shape shape) => Node.Input(name, new TensorType(DType.Float32, shape));

        /// <summary>A fixed value; the tensor must not be changed afterwards.</summary>
        public static Node Constant(TensorData value) => Node.Apply(new ConstantOp(value));

        /// <summary>A fixed value with the given elements in row-major order.</summary>
        public static Node From<T>(Shape shape, params ReadOnlySpan<T> values)
            where T : unmanaged => Node.Constant(TensorData.From(shape, values));

        /// <summary>A fixed vector.</summary>
        [OverloadResolutionPriority(1)]
        public static Node From<T>(params ReadOnlySpan<T> values)
            where T : unmanaged => Node.Constant(TensorData.From([values.Length], values));

        /// <summary>A copy of a tensor as a fixed value.</summary>
        public static Node From<T>(ReadOnlyTensorSpan<T> tensor) where T : unmanaged => Node.Constant(TensorData.From(tensor));

        /// <summary>A fixed scalar (rank 0), converted to <paramref name="dtype"/>.</summary>
        public static Node Scalar(double value, DType dtype = DType.Float32) => Node.Apply(UniformValue.ScalarOp(value, dtype));

        /// <summary>A tensor that has <paramref name="value"/> everywhere.</summary>
        public static Node Full(Shape shape, double value, DType dtype = DType.Float32) => Node.Scalar(value, dtype).BroadcastTo(shape);

        /// <summary>A tensor of zeros.</summary>
        public static Node Zeros(Shape shape, DType dtype = DType.Float32) => Node.Full(shape, 0, dtype);

        /// <summary>A tensor of ones.</summary>
        public static Node Ones(Shape shape, DType dtype = DType.Float32) => Node.Full(shape, 1, dtype);
    }

    extension(Node x)
    {
        /// <summary>A scalar constant of x's element type.</summary>
        public Node ScalarLike(double value) => Node.Scalar(value, x.DType);

        /// <summary>A tensor of x's type that has <paramref name="value"/> everywhere.</summary>
        public Node FilledLike(double value) => Node.Full(x.Shape, value, x.DType);
    }
}
