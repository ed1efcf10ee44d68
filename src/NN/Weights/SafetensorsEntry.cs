namespace NeuralJit.NN;

/// <summary>One named tensor of a safetensors file.</summary>
public sealed class SafetensorsEntry
{
    /// <summary>Makes an entry that holds a tensor; the memory is shared, not copied.</summary>
    public SafetensorsEntry(string name, TensorData data)
        : this(name, SafetensorsDTypes.Of((data ?? throw new ArgumentNullException(nameof(data))).DType), data.Shape, data)
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
            throw new ShapeException($"safetensors: entry \"{name}\" {dtype.FormatName}{shape} has {entry.ByteLength} bytes, got {bytes.Length}");
        }
        bytes.CopyTo(entry.Data.Bytes);
        return entry;
    }

    private SafetensorsEntry(string name, SafetensorsDType dtype, Shape shape, TensorData data)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name;
        DType = dtype;
        Shape = shape;
        Data = data;
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
    internal TensorData Data { get; }

    /// <summary>
    /// The entry as a tensor, without a copy where tensors have its element type. The 8-bit floats become f32, exactly.
    /// </summary>
    /// <exception cref="GraphException">Tensors cannot hold the type: it is complex, or packs elements into less than a byte.</exception>
    public TensorData ToTensor() => TryToTensor()
        ?? throw new GraphException($"safetensors: no tensor holds {DType.FormatName}, the type of entry {SafetensorsText.Quote(Name)}; read its Bytes");

    /// <summary>For example <c>"fc1.weight" F32[128,784]</c>.</summary>
    public override string ToString() => $"{SafetensorsText.Quote(Name)} {DType.FormatName}{Shape}";

    /// <summary>The same under another name.</summary>
    internal SafetensorsEntry WithName(string name) => new(name, DType, Shape, Data);

    /// <summary>As <see cref="ToTensor"/>, null where tensors cannot hold the type.</summary>
    internal TensorData? TryToTensor() => DType switch
    {
        _ when DType.TensorDType is not null => Data,
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
        TensorType type = dtype.TensorDType is { } known ? new TensorType(known, shape) : new TensorType(NeuralJit.DType.UInt8, [(int)bytes]);
        return new SafetensorsEntry(name, dtype, shape, TensorData.Uninitialized(type));
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
