using System.Runtime.InteropServices;
using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>The memory of tensors as bytes: to read, write and copy them whatever their element type.</summary>
public static class TensorBytes
{
    extension(TensorData data)
    {
        /// <summary>All bytes, in the byte order of the machine.</summary>
        /// <exception cref="OverflowException">The tensor has more than 2³¹ − 1 bytes.</exception>
        public Span<byte> Bytes => data.DType switch
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
            DType.Float16 => MemoryMarshal.AsBytes(data.Span<Half>()),
            DType.BFloat16 => MemoryMarshal.AsBytes(data.Span<BFloat16>()),
            DType.Float32 => MemoryMarshal.AsBytes(data.Span<float>()),
            _ => MemoryMarshal.AsBytes(data.Span<double>()),
        };
    }
}
