using System.Runtime.InteropServices;

namespace NeuralJit.Training;

/// <summary>The memory of tensors as bytes, to copy rows whatever their element type.</summary>
internal static class TensorBytes
{
    /// <summary>All bytes of a tensor.</summary>
    public static Span<byte> Of(TensorData data) => data.DType switch
    {
        DType.Bool => MemoryMarshal.AsBytes(data.Span<bool>()),
        DType.UInt8 => data.Span<byte>(),
        DType.Int8 => MemoryMarshal.AsBytes(data.Span<sbyte>()),
        DType.UInt16 => MemoryMarshal.AsBytes(data.Span<ushort>()),
        DType.Int16 => MemoryMarshal.AsBytes(data.Span<short>()),
        DType.UInt32 => MemoryMarshal.AsBytes(data.Span<uint>()),
        DType.Int32 => MemoryMarshal.AsBytes(data.Span<int>()),
        DType.UInt64 => MemoryMarshal.AsBytes(data.Span<ulong>()),
        DType.Int64 => MemoryMarshal.AsBytes(data.Span<long>()),
        DType.Float32 => MemoryMarshal.AsBytes(data.Span<float>()),
        DType.Float64 => MemoryMarshal.AsBytes(data.Span<double>()),
        _ => throw new GraphException($"a data set of {data.Type} is not supported; store it as f32"),
    };
}
