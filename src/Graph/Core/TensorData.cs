using System.Numerics.Tensors;
using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>A concrete dense tensor: typed memory that the garbage collector owns.</summary>
public sealed class TensorData : ReadOnlyTensor
{
    /// <summary>
    /// The most elements that one tensor in memory can have, whatever their type: 120 fewer than the 2³¹ − 1 of shapes, for an array of
    /// .NET is not that long.
    /// </summary>
    public static int MostElements { get; } = Storage.MostElements<byte>();

    private TensorData(TensorType type, Storage storage)
        : base(type, storage)
    {
    }

    /// <summary>A float32 tensor with the given elements in row-major order.</summary>
    /// <exception cref="ShapeException">The number of elements is not the shape's.</exception>
    public TensorData(ReadOnlySpan<float> values, Shape shape)
        : this(From(shape, values))
    {
    }

    /// <summary>A float64 tensor with the given elements in row-major order.</summary>
    /// <exception cref="ShapeException">The number of elements is not the shape's.</exception>
    public TensorData(ReadOnlySpan<double> values, Shape shape)
        : this(From(shape, values))
    {
    }

    /// <summary>An int64 tensor with the given elements in row-major order, for example of class numbers.</summary>
    /// <exception cref="ShapeException">The number of elements is not the shape's.</exception>
    public TensorData(ReadOnlySpan<long> values, Shape shape)
        : this(From(shape, values))
    {
    }

    private TensorData(TensorData made)
        : base(made.Type, made.Storage)
    {
    }

    /// <summary>A tensor of undefined content.</summary>
    /// <exception cref="ShapeException">It has more elements than <see cref="MostElements"/>.</exception>
    public static TensorData Uninitialized(TensorType type) => new(type, StorageOf(type));

    /// <summary>A tensor of zeros.</summary>
    public static TensorData Zeros(TensorType type)
    {
        TensorData data = Uninitialized(type);
        data.Storage.Clear();
        return data;
    }

    /// <summary>A tensor of zeros.</summary>
    public static TensorData Zeros(Shape shape, DType dtype = DType.Float32) => Zeros(new TensorType(dtype, shape));

    /// <summary>A tensor of ones.</summary>
    public static TensorData Ones(Shape shape, DType dtype = DType.Float32)
    {
        TensorData data = Uninitialized(new TensorType(dtype, shape));
        StridedCopying.Fill(UniformValue.Scalar(1, dtype), data.View);
        return data;
    }

    /// <summary>A float32 tensor with the given elements in row-major order.</summary>
    public static TensorData From(Shape shape, params ReadOnlySpan<float> values) => From<float>(shape, values);

    /// <summary>A tensor with the given elements in row-major order.</summary>
    /// <exception cref="ShapeException">The number of elements is not the shape's.</exception>
    public static TensorData From<T>(Shape shape, ReadOnlySpan<T> values) where T : unmanaged
    {
        if (values.Length != shape.Count)
        {
            throw new ShapeException($"a tensor of shape {shape} has {shape.Count} elements, got {values.Length}");
        }
        TensorData data = Uninitialized(new TensorType(DTypes.Of<T>(), shape));
        values.CopyTo(data.Span<T>());
        return data;
    }

    /// <summary>A copy of a <see cref="Tensor{T}"/> (strided ones become dense).</summary>
    public static TensorData From<T>(ReadOnlyTensorSpan<T> tensor) where T : unmanaged
    {
        int[] extents = new int[tensor.Rank];
        for (int i = 0; i < extents.Length; i++)
        {
            extents[i] = checked((int)tensor.Lengths[i]);
        }
        TensorData data = Uninitialized(new TensorType(DTypes.Of<T>(), Shape.Create(extents)));
        tensor.FlattenTo(data.Span<T>());
        return data;
    }

    /// <summary>The elements in row-major order, to read and write.</summary>
    /// <exception cref="GraphException"><typeparamref name="T"/> is not the element type.</exception>
    public new Span<T> Span<T>() where T : unmanaged => Elements<T>();

    /// <summary>The same memory under another shape: what is written to one is written to the other.</summary>
    /// <param name="extents">One may be −1; it is computed.</param>
    /// <exception cref="ShapeException">The number of elements differs.</exception>
    public TensorData Reshape(params ReadOnlySpan<int> extents) =>
        new(Type with { Shape = ReshapeExtensions.Resolve(Type, extents) }, Storage);

    /// <summary>A view of the same memory as <see cref="Tensor{T}"/>; a scalar becomes a tensor of lengths [1].</summary>
    public Tensor<T> ToTensor<T>() where T : unmanaged
    {
        _ = Span<T>();
        nint[] lengths = Shape.Rank == 0 ? [1] : [.. Shape.Select(e => (nint)e)];
        return Tensor.Create((T[])Storage.Array, Storage.Offset, lengths, []);
    }

    /// <summary>Copies all elements of a tensor of the same type.</summary>
    public unsafe void CopyFrom(ReadOnlyTensor source)
    {
        if (source.Type != Type)
        {
            throw new ShapeException($"copy: expected {Type}, got {source.Type}");
        }
        Buffer.MemoryCopy((void*)source.Address, (void*)Address, Type.Bytes, Type.Bytes);
    }

    private static Storage StorageOf(TensorType type)
    {
        int count = type.Shape.Count <= MostElements
            ? (int)type.Shape.Count
            : throw new ShapeException(
                $"{type} has {type.Shape.Count} elements; memory holds tensors of up to {MostElements}: cut it into several");
        return type.DType switch
        {
            DType.Bool => Storage.Allocate<bool>(count),
            DType.UInt8 => Storage.Allocate<byte>(count),
            DType.Int8 => Storage.Allocate<sbyte>(count),
            DType.UInt16 => Storage.Allocate<ushort>(count),
            DType.Int16 => Storage.Allocate<short>(count),
            DType.UInt32 => Storage.Allocate<uint>(count),
            DType.Int32 => Storage.Allocate<int>(count),
            DType.UInt64 => Storage.Allocate<ulong>(count),
            DType.Int64 => Storage.Allocate<long>(count),
            DType.Float16 => Storage.Allocate<Half>(count),
            DType.BFloat16 => Storage.Allocate<BFloat16>(count),
            DType.Float64 => Storage.Allocate<double>(count),
            _ => Storage.Allocate<float>(count),
        };
    }
}
