using NeuralJit.Kernels;

namespace NeuralJit.Fuzz;

/// <summary>Single elements of tensors of any type.</summary>
internal static class Elements
{
    /// <summary>An element of a tensor of floats.</summary>
    public static double Real(ReadOnlyTensor data, int index) => data.DType switch
    {
        DType.Float64 => data.Span<double>()[index],
        DType.Float32 => data.Span<float>()[index],
        DType.Float16 => (double)data.Span<Half>()[index],
        _ => (float)data.Span<BFloat16>()[index],
    };

    /// <summary>An element of a tensor of integers or bools.</summary>
    public static long Integer(ReadOnlyTensor data, int index) => data.DType switch
    {
        DType.Bool => data.Bytes[index],
        DType.UInt8 => data.Span<byte>()[index],
        DType.Int8 => data.Span<sbyte>()[index],
        DType.UInt16 => data.Span<ushort>()[index],
        DType.Int16 => data.Span<short>()[index],
        DType.UInt32 => data.Span<uint>()[index],
        DType.Int32 => data.Span<int>()[index],
        DType.UInt64 => unchecked((long)data.Span<ulong>()[index]),
        _ => data.Span<long>()[index],
    };

    /// <summary>Writes a number, rounded to the tensor's type.</summary>
    public static void Write(TensorData data, int index, double value)
    {
        switch (data.DType)
        {
            case DType.Float64: data.Span<double>()[index] = value; break;
            case DType.Float32: data.Span<float>()[index] = (float)value; break;
            case DType.Float16: data.Span<Half>()[index] = (Half)value; break;
            case DType.BFloat16: data.Span<BFloat16>()[index] = (BFloat16)(float)value; break;
            default: Write(data, index, (long)value); break;
        }
    }

    /// <summary>Writes an integer or a bool, wrapped to the tensor's type.</summary>
    public static void Write(TensorData data, int index, long value)
    {
        switch (data.DType)
        {
            case DType.Bool: data.Span<bool>()[index] = value != 0; break;
            case DType.UInt8: data.Span<byte>()[index] = unchecked((byte)value); break;
            case DType.Int8: data.Span<sbyte>()[index] = unchecked((sbyte)value); break;
            case DType.UInt16: data.Span<ushort>()[index] = unchecked((ushort)value); break;
            case DType.Int16: data.Span<short>()[index] = unchecked((short)value); break;
            case DType.UInt32: data.Span<uint>()[index] = unchecked((uint)value); break;
            case DType.Int32: data.Span<int>()[index] = unchecked((int)value); break;
            case DType.UInt64: data.Span<ulong>()[index] = unchecked((ulong)value); break;
            case DType.Int64: data.Span<long>()[index] = value; break;
            default: Write(data, index, (double)value); break;
        }
    }

    /// <summary>An integer as a type of fewer bits holds it.</summary>
    public static long Wrapped(long value, DType dtype) => dtype switch
    {
        DType.Bool => value != 0 ? 1 : 0,
        DType.UInt8 => unchecked((byte)value),
        DType.Int8 => unchecked((sbyte)value),
        DType.UInt16 => unchecked((ushort)value),
        DType.Int16 => unchecked((short)value),
        DType.UInt32 => unchecked((uint)value),
        DType.Int32 => unchecked((int)value),
        _ => value,
    };
}
