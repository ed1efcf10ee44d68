namespace NeuralJit.NN;

/// <summary>One named tensor of a safetensors file.</summary>
public sealed class SafetensorsEntry
{
    // The memory where it is the entry's to give away, null where it belongs to a variable.
    private readonly TensorData? own;

    /// <summary>Makes an entry that holds a tensor; the memory is shared, not copied.</summary>
    public SafetensorsEntry(string name, TensorData data)
        : this(name, SafetensorsDTypes.Of((data ?? throw new ArgumentNullException(nameof(data))).DType), data.Shape, data, data)
    {
    }

    /// <summary>
    /// Makes an entry that holds the value of a variable; the memory is shared, not copied, until <see cref="ToTensor"/>.
    /// </summary>
    public SafetensorsEntry(string name, ReadOnlyTensor data)
        : this(name, SafetensorsDTypes.Of((data ?? throw new ArgumentNullException(nameof(data))).DType), data.Shape, data, null)
    {
    }

    /// <summary>Makes an entry of a type that tensors do not have.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="dtype">The element type.</param>
    /// <param name="shape">The extents.</param>
    /// <param name="bytes">The bytes as they lie in a file, as u8 of one dimension.</param>
    /// <exception cref="ShapeException">The number of bytes is not what type and shape ask for.</exception>
    public static SafetensorsEntry OfBytes(string name, SafetensorsDType dtype, Shape shape, ReadOnlySpan<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(shape);
        SafetensorsEntry entry = Allocate(name, dtype, shape);
        if (bytes.Length != entry.ByteLength)
        {
            throw new ShapeException(
                $"safetensors: entry \"{name}\" {dtype.FormatName}{shape} has {entry.ByteLength} bytes, got {bytes.Length}");
        }
        bytes.CopyTo(entry.Memory.Bytes);
        return entry;
    }

    private SafetensorsEntry(string name, SafetensorsDType dtype, Shape shape, ReadOnlyTensor data, TensorData? own)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name;
        DType = dtype;
        Shape = shape;
        Data = data;
        this.own = own;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The element type in the file.</summary>
    public SafetensorsDType DType { get; }

    /// <summary>The extents.</summary>
    public Shape Shape { get; }

    /// <summary>The number of bytes in the file.</summary>
    public long ByteLength => Data.Type.Bytes;

    /// <summary>The bytes as they lie in the file, little-endian.</summary>
    /// <exception cref="GraphException">There are more than 2³¹ − 1; take the tensor.</exception>
    public ReadOnlySpan<byte> Bytes => Data.Bytes;

    /// <summary>The memory: of the entry's type and shape, or u8 of one dimension where tensors have no such type.</summary>
    internal ReadOnlyTensor Data { get; }

    /// <summary>
    /// The entry as a tensor, without a copy where tensors have its element type (and the value is not a variable's). The 8-bit floats
    /// become f32, exactly.
    /// </summary>
    /// <exception cref="GraphException">Tensors cannot hold the type: it is complex, or packs elements into less than a byte.</exception>
    public TensorData ToTensor() => TryToTensor()
        ?? throw new GraphException(
            $"safetensors: no tensor holds {DType.FormatName}, the type of entry {SafetensorsText.Quote(Name)}; read its Bytes");

    /// <summary>For example <c>"fc1.weight" F32[128,784]</c>.</summary>
    public override string ToString() => $"{SafetensorsText.Quote(Name)} {DType.FormatName}{Shape}";

    /// <summary>The memory of an entry that is being read from a file, to fill.</summary>
    internal TensorData Memory => own!;

    /// <summary>The same under another name.</summary>
    internal SafetensorsEntry WithName(string name) => new(name, DType, Shape, Data, own);

    /// <summary>As <see cref="ToTensor"/>, null where tensors cannot hold the type.</summary>
    internal TensorData? TryToTensor() => DType switch
    {
        _ when DType.TensorDType is not null => own ?? Data.Clone(),
        SafetensorsDType.F8E5M2 => Widen(SmallFloats.FromE5M2),
        SafetensorsDType.F8E4M3 => Widen(SmallFloats.FromE4M3),
        SafetensorsDType.F8E8M0 => Widen(SmallFloats.FromE8M0),
        _ => null,
    };

    /// <summary>Bytes that type and shape ask for; null when the elements do not fill the last byte.</summary>
    internal static long? ByteCount(SafetensorsDType dtype, Shape shape)
    {
        long bits = shape.Count * dtype.Bits;
        return bits % 8 == 0 ? bits / 8 : null;
    }

    /// <summary>What is more than memory holds, in words; null where nothing is. What tensors have no type for is held as bytes.</summary>
    internal static string? Excess(SafetensorsDType dtype, Shape shape, long bytes)
    {
        (long count, string unit) = dtype.TensorDType is null ? (bytes, "bytes") : (shape.Count, "elements");
        return count > TensorData.MostElements ? $"{count} {unit}; an entry can have up to {TensorData.MostElements} {unit}" : null;
    }

    /// <summary>An entry of undefined content.</summary>
    internal static SafetensorsEntry Allocate(string name, SafetensorsDType dtype, Shape shape)
    {
        long bytes = ByteCount(dtype, shape)
            ?? throw new ShapeException($"safetensors: entry \"{name}\" {dtype.FormatName}{shape} does not fill its last byte");
        if (Excess(dtype, shape, bytes) is { } excess)
        {
            throw new ShapeException($"safetensors: entry \"{name}\" {dtype.FormatName}{shape} has {excess}");
        }
        TensorType type = dtype.TensorDType is { } known
            ? new TensorType(known, shape)
            : new TensorType(NeuralJit.DType.UInt8, [(int)bytes]);
        var data = TensorData.Uninitialized(type);
        return new SafetensorsEntry(name, dtype, shape, data, data);
    }

    private TensorData Widen(Func<byte, float> convert)
    {
        TensorData result = TensorData.Uninitialized(new TensorType(NeuralJit.DType.Float32, Shape));
        Span<float> values = result.Span<float>();
        ReadOnlySpan<byte> bytes = Bytes;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = convert(bytes[i]);
        }
        return result;
    }
}
