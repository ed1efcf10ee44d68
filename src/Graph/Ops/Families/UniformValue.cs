using System.Numerics;
using System.Runtime.InteropServices;
using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>Constants that have one value everywhere.</summary>
internal static class UniformValue
{
    [ThreadStatic]
    private static (long Bits, DType DType, ConstantOp? Op)[]? recent;

    /// <summary>
    /// The value of all elements, or null when their bits differ, there are none, or a double cannot hold it; null too for −0, which is not
    /// 0.
    /// </summary>
    public static double? Of(TensorData data)
    {
        if (data.DType is DType.Float16 or DType.BFloat16 || !IsUniform(data))
        {
            return null;
        }
        var reader = new Reader(data);
        DTypes.Dispatch(data.DType, reader);
        return reader.Result[0];
    }

    /// <summary>Whether there are elements, and all have the bits of their neighbours.</summary>
    public static bool IsUniform(TensorData data)
    {
        ReadOnlySpan<byte> first = data.Part(0), part;
        int size = data.DType.Size;
        bool uniform = first.Length > 0;
        for (long done = 0; uniform && done < data.Type.Bytes; done += part.Length)
        {
            part = data.Part(done);
            uniform = part[..size].SequenceEqual(first[..size]) && part[size..].SequenceEqual(part[..^size]);
        }
        return uniform;
    }

    /// <summary>
    /// The constant of a rank-0 value; the last ones used on this thread are kept, because eager code asks for the same ones again and
    /// again.
    /// </summary>
    public static ConstantOp ScalarOp(double value, DType dtype)
    {
        const int Kept = 256;
        long bits = BitConverter.DoubleToInt64Bits(value);
        ref var slot = ref (recent ??= new (long, DType, ConstantOp?)[Kept])[(uint)HashCode.Combine(bits, dtype) % Kept];
        if (slot.Op is null || slot.Bits != bits || slot.DType != dtype)
        {
            slot = (bits, dtype, new ConstantOp(Scalar(value, dtype)));
        }
        return slot.Op;
    }

    /// <summary>A rank-0 tensor with the value converted to the type.</summary>
    public static TensorData Scalar(double value, DType dtype)
    {
        TensorData data = TensorData.Uninitialized(new TensorType(dtype, Shape.Scalar));
        switch (dtype)
        {
            case DType.Bool: data.Span<bool>()[0] = value != 0; break;
            case DType.Float16: data.Span<Half>()[0] = (Half)value; break;
            case DType.BFloat16: data.Span<BFloat16>()[0] = (BFloat16)(float)value; break;
            default: DTypes.Dispatch(dtype, new Writer(data, value)); break;
        }
        return data;
    }

    private readonly struct Reader(TensorData data) : ITypedAction
    {
        public double?[] Result { get; } = [null];

        public void Invoke<T>() where T : unmanaged, INumber<T>
        {
            T first = data.View.Span<T>()[0];
            bool isNegativeZero = T.IsZero(first) && T.IsNegative(first);
            double asDouble = double.CreateSaturating(first);
            T again = T.CreateSaturating(asDouble);
            // NaNs are told apart by their bits.
            bool exact = T.IsNaN(first) ? HasBitsOf(first, again) : again == first;
            Result[0] = exact && !isNegativeZero ? asDouble : null;
        }

        private static bool HasBitsOf<T>(T a, T b) where T : unmanaged
        {
            return MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in a)).SequenceEqual(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in b)));
        }
    }

    private readonly struct Writer(TensorData data, double value) : ITypedAction
    {
        public void Invoke<T>() where T : unmanaged, INumber<T>
        {
            T converted = T.CreateSaturating(value);
            if (data.DType.IsInteger && double.CreateSaturating(converted) != value)
            {
                throw new GraphException(FormattableString.Invariant(
                    $"{value} is not a value of {data.DType.ShortName}; cast the tensor to a floating-point type before combining them"));
            }
            data.View.Span<T>()[0] = converted;
        }
    }
}
