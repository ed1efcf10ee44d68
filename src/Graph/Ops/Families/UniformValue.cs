using System.Numerics;
using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>Constants that have one value everywhere.</summary>
internal static class UniformValue
{
    [ThreadStatic]
    private static (long Bits, DType DType, ConstantOp? Op)[]? recent;

    /// <summary>The value of all elements, or null when they differ, there are none, or a double cannot hold it.</summary>
    public static double? Of(TensorData data)
    {
        if (data.Shape.Count == 0 || data.DType is DType.Float16 or DType.BFloat16)
        {
            return null;
        }
        var reader = new Reader(data);
        DTypes.Dispatch(data.DType, reader);
        return reader.Result[0];
    }

    /// <summary>The constant of a rank-0 value; the last ones used on this thread are kept, because eager code asks for the same ones again and again.</summary>
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
            ReadOnlySpan<T> values = data.View.Span<T>();
            T first = values[0];
            // 0 = −0, but the two are different values: their reciprocals are ∞ and −∞.
            bool hasNegativeZero = T.IsZero(first) && data.Bytes.ContainsAnyExcept((byte)0);
            double asDouble = double.CreateSaturating(first);
            bool exact = T.IsNaN(first) || T.CreateSaturating(asDouble) == first;
            Result[0] = exact && !hasNegativeZero && !values[1..].ContainsAnyExcept(first) ? asDouble : null;
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
