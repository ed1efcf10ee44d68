using System.Numerics;

namespace NeuralJit;

/// <summary>0, 1, 2, … along an axis, repeated along the others.</summary>
/// <param name="Type">Element type and shape.</param>
/// <param name="Axis">The axis along which it counts, from 0.</param>
public sealed record Iota(TensorType Type, int Axis) : Op
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 0);
        if ((uint)Axis >= (uint)Type.Shape.Rank || !(Type.DType.IsInteger || Type.DType.IsComputeFloat))
        {
            throw new ShapeException(
                $"{Name}: cannot count along axis {Axis} in {Type}; expected an axis of the shape, and integers, f32 or f64");
        }
        return Type;
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) => DTypes.Dispatch(y.DType, new Counting(y, Axis));

    private readonly struct Counting(TensorView y, int axis) : ITypedAction
    {
        public void Invoke<T>() where T : unmanaged, INumber<T>
        {
            Span<T> values = y.Span<T>();
            int extent = y.Shape[axis], inner = (int)y.Strides[axis];
            for (int start = 0, index = 0; start < values.Length; start += inner)
            {
                values.Slice(start, inner).Fill(T.CreateTruncating(index));
                index = index + 1 == extent ? 0 : index + 1;
            }
        }
    }
}

/// <summary>Ranges of numbers.</summary>
public static class IotaExtensions
{
    extension(Node)
    {
        /// <summary>0, 1, … along an axis of a tensor of the given type.</summary>
        public static Node Iota(TensorType type, int axis) => Node.Apply(new Iota(type, type.Shape.Axis(axis)));

        /// <summary>0, 1, …, count − 1.</summary>
        public static Node Arange(int count, DType dtype = DType.Int64) => Node.Iota(new TensorType(dtype, [count]), 0);

        /// <summary>
        /// start, start + step, … as long as they are before <paramref name="end"/>; computed in double, as torch.arange.
        /// </summary>
        public static Node Arange(double start, double end, double step = 1, DType dtype = DType.Float32)
        {
            double count = Math.Ceiling((end - start) / step);
            if (!(count >= 0 && count <= int.MaxValue))
            {
                throw new ShapeException(FormattableString.Invariant($"arange: no way from {start} to {end} by steps of {step}"));
            }
            Node index = Node.Iota(new TensorType(DType.Float64, [(int)count]), 0);
            return (index * step + start).Cast(dtype);
        }

        /// <summary>
        /// <paramref name="count"/> equally spaced numbers from start to end, both included; symmetric, as torch.linspace.
        /// </summary>
        /// <exception cref="ShapeException">
        /// The count is negative or more than memory holds (<see cref="TensorData.MostElements"/>), or the type is not f32 or f64.
        /// </exception>
        public static Node Linspace(double start, double end, int count, DType dtype = DType.Float32) => dtype switch
        {
            DType.Float32 => Spaced((float)start, (float)end, count),
            DType.Float64 => Spaced(start, end, count),
            _ => throw new ShapeException($"linspace: expected f32 or f64, got {dtype.ShortName}"),
        };
    }

    // The first half counts from the start and the second back from the end, so that both ends are exact.
    private static Node Spaced<T>(T start, T end, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (count < 0 || count > TensorData.MostElements)
        {
            throw new ShapeException(
                $"linspace: the count must be from 0 to {TensorData.MostElements}, got {count}" + GraphTrace.DescribePlace());
        }
        TensorData result = TensorData.Uninitialized(new TensorType(DTypes.Of<T>(), [count]));
        Span<T> values = result.Span<T>();
        T step = count > 1 ? (end - start) / T.CreateTruncating(count - 1) : T.Zero;
        for (int i = 0; i < count; i++)
        {
            values[i] = i < count / 2 || count == 1
                ? start + (step * T.CreateTruncating(i))
                : end - (step * T.CreateTruncating(count - 1 - i));
        }
        return Node.Constant(result);
    }
}
