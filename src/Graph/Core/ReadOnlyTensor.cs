using System.Runtime.CompilerServices;
using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>
/// A concrete dense tensor that is only read here: the value of a variable, which whoever writes it has to announce
/// (<see cref="Variable.Edit{T}"/>).
/// </summary>
public abstract class ReadOnlyTensor
{
    private protected ReadOnlyTensor(TensorType type, Storage storage)
    {
        Type = type;
        Storage = storage;
    }

    /// <summary>Element type and shape.</summary>
    public TensorType Type { get; }

    /// <summary>The extents.</summary>
    public Shape Shape => Type.Shape;

    /// <summary>The element type.</summary>
    public DType DType => Type.DType;

    /// <summary>Where the first element lies; valid while this object is alive.</summary>
    public nint Address => Storage.Address;

    /// <summary>The memory as an op's evaluation sees it.</summary>
    public TensorView View => new(Storage.Address, DType, Layout.Dense(Shape));

    /// <summary>The memory itself.</summary>
    internal Storage Storage { get; }

    /// <summary>The elements in row-major order, to read.</summary>
    /// <exception cref="GraphException"><typeparamref name="T"/> is not the element type.</exception>
    public ReadOnlySpan<T> Span<T>() where T : unmanaged => Elements<T>();

    /// <summary>The only element.</summary>
    public T Item<T>() where T : unmanaged => Shape.Count == 1
        ? Elements<T>()[0]
        : throw new GraphException($"Item() needs a tensor of one element, got {Type}");

    /// <summary>One element, whatever its type, as a double: <c>data[2, 0]</c>. To read many, take <see cref="Span{T}"/>.</summary>
    /// <param name="index">One index for each axis.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    [IndexerName("Element")]
    public double this[params ReadOnlySpan<int> index]
    {
        get
        {
            long offset = 0;
            bool exists = index.Length == Shape.Rank;
            for (int axis = 0; exists && axis < index.Length; axis++)
            {
                exists = index[axis] >= 0 && index[axis] < Shape[axis];
                offset += index[axis] * Shape.Strides[axis];
            }
            return exists ? TensorElements.AsDouble(this, offset)
                : throw new ArgumentOutOfRangeException(nameof(index), $"{Type} has no element [{string.Join(", ", index.ToArray())}]");
        }
    }

    /// <summary>A dense copy.</summary>
    public TensorData Clone()
    {
        TensorData copy = TensorData.Uninitialized(Type);
        copy.CopyFrom(this);
        return copy;
    }

    /// <summary>The elements as PyTorch prints a tensor.</summary>
    public override string ToString() => TensorPrinter.Print(this);

    // To write as well: for this library, which knows whose memory it is.
    internal Span<T> Elements<T>() where T : unmanaged => typeof(T) == DType.ClrType
        ? Storage.Span<T>()
        : throw new GraphException($"the tensor is {Type}: its elements are {DType.ClrType.Name}, not {typeof(T).Name}");
}
